import { create } from 'zustand'
import type { Snapshot, SnapshotPurpose } from '../../../shared/domain/snapshot.ts'
import { call, useKnown } from '../../link/stores.ts'

interface SnapshotState {
  /** Of which camera a picture is asked for; null: the dialog is closed. */
  readonly cameraId: string | null
  /** What the camera showed when it was asked for; it stays while the purpose is chosen. */
  readonly moment: Promise<string | null> | null
  readonly isTaking: boolean
  readonly taken: Snapshot | null
  readonly refusal: unknown
}

const closed: SnapshotState = { cameraId: null, moment: null, isTaking: false, taken: null, refusal: null }

export const useSnapshot = create<SnapshotState>(() => closed)

/** 截图: holds the picture of this moment and asks what it is for. */
export function requestSnapshot(cameraId: string): void {
  // Who may not take pictures is told so by the dialog, and core is not asked in vain.
  const mayTake = useKnown.getState().duty?.session?.permissions.includes('cameras.snapshot') ?? false
  useSnapshot.setState({ ...closed, cameraId, moment: mayTake ? holdMoment(cameraId) : null })
}

export function closeSnapshot(): void {
  useSnapshot.setState(closed)
}

/** Null when it could not be held; the picture is then the one of the moment in which it is taken. */
export function holdMoment(cameraId: string): Promise<string | null> {
  return call('cameras.hold-moment', { cameraId }).then(
    ({ momentId }) => momentId,
    () => null,
  )
}

export async function takeSnapshot(purpose: SnapshotPurpose): Promise<void> {
  const { cameraId, moment, isTaking } = useSnapshot.getState()
  if (cameraId === null || isTaking) return
  useSnapshot.setState({ isTaking: true, refusal: null })
  try {
    const taken = await call('cameras.snapshot', { cameraId, purpose, momentId: (await moment) ?? null })
    if (useSnapshot.getState().cameraId === cameraId) useSnapshot.setState({ isTaking: false, taken })
  } catch (refusal) {
    useSnapshot.setState({ isTaking: false, refusal })
  }
}
