import type { Panel } from '../../shared/site.ts'

/** Keys of the places of incidents that a changed site does not have any more: panels and zones. */
export function placesGone(before: readonly Panel[], after: readonly Panel[]): string[] {
  const left = new Set(after.flatMap(keysOf))
  return before.flatMap(keysOf).filter(key => !left.has(key))
}

const keysOf = (panel: Panel): string[] => [
  `panel:${panel.id}`,
  ...panel.zones.map(zone => `zone:${zone.id}`),
]
