import { useMemo } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'

interface RecordedCamera {
  readonly id: string
  readonly name: string
  readonly recorded: boolean
}

const none: readonly RecordedCamera[] = []

/** All cameras that there may be recordings of: those in service, then those out of it, named so. */
export function useAllCameras(): readonly RecordedCamera[] {
  const t = useText()
  const cameras = useKnown(state => state.site?.cameras ?? none)
  const retired = useKnown(state => state.site?.retiredCameras ?? none)
  return useMemo(
    () => [
      ...cameras,
      ...retired.map(camera => ({ ...camera, name: `${camera.name}（${t('setup.retired')}）` })),
    ],
    [cameras, retired, t],
  )
}
