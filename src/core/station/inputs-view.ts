import type { InputView } from '../../shared/site-view.ts'
import type { Camera, SiteFile } from '../../shared/site.ts'

/**
 * Contacts that are wired to cameras and raise alarms: zones without a panel. One whose place the site file does not tell
 * stands close behind its camera, several of them fanned out, so that no sign lies on another.
 */
export function viewOfInputs(site: SiteFile): InputView[] {
  return site.cameras
    .filter(camera => !camera.retired)
    .flatMap(camera =>
      (camera.inputs ?? []).flatMap((input, index): InputView[] => {
        const { token, name, alarm, position } = input
        if (alarm === 'none') return []
        const { plan, at } = position ?? { plan: camera.position.plan, at: behind(camera, index) }
        return [{ id: inputId(camera.id, token), cameraId: camera.id, token, name, alarm, plan, at }]
      }),
    )
}

/** Under which name a contact stands in incidents and on the map. */
export const inputId = (cameraId: string, token: string): string => `${cameraId}/${token}`

/** A sign's width at usual scales, as part of what the camera sees. */
const distanceShare = 0.15
const fanDegrees = 40

function behind({ position }: Camera, index: number): [number, number] {
  const { at, directionDegrees, rangeUnits } = position
  const side = index % 2 === 0 ? 1 : -1
  const turn = directionDegrees + 180 + side * Math.ceil(index / 2) * fanDegrees
  const distance = rangeUnits * distanceShare
  const radians = (turn * Math.PI) / 180
  // 0 degrees is up on the plan, and y grows downwards.
  return [at[0] + Math.sin(radians) * distance, at[1] - Math.cos(radians) * distance]
}
