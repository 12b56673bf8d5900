import { useMemo } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'

interface RecordedCamera {
  readonly id: string
  readonly name: string
  /** By the station or by the school's recorder. */
  readonly isRecorded: boolean
}

const none: readonly { id: string; name: string; hasRecordings: boolean }[] = []

/** All cameras that there may be recordings of: those in service, then those out of it, named so. */
export function useAllCameras(): readonly RecordedCamera[] {
  const t = useText()
  const cameras = useKnown(state => state.site?.cameras ?? none)
  const retired = useKnown(state => state.site?.retiredCameras ?? none)
  return useMemo(
    () => [
      ...cameras.map(({ id, name, hasRecordings }) => ({ id, name, isRecorded: hasRecordings })),
      ...retired.map(({ id, name, hasRecordings }) => ({
        id,
        name: `${name}（${t('setup.retired')}）`,
        isRecorded: hasRecordings,
      })),
    ],
    [cameras, retired, t],
  )
}
