import type { StreamCode } from '../../../shared/domain/camera.ts'
import type { Translate } from '../../link/use-text.ts'
import type { TileState } from './tile-state.ts'

/** How the main stream is that an enlarged tile waits for while it shows the sub-stream. */
export interface Waiting {
  /** Null when nothing is waited for. */
  readonly waitingState: TileState['state'] | null
  readonly waitingCode: StreamCode
}

/** What the tile says of it: that it comes, or why it does not; null when nothing is waited for. */
export function waitingNote(
  t: Pick<Translate, 'dynamic'>,
  { waitingState, waitingCode }: Waiting,
): { readonly words: string; readonly isBad: boolean } | null {
  if (waitingState === null || waitingState === 'live') return null
  const isBad = waitingState !== 'connecting'
  // Data that come without a key frame: it connects for ever, and the guard may know why.
  if (!isBad && waitingCode === 'none') return { words: t.dynamic('cameras.waiting-main'), isBad }
  const why = t.dynamic(
    waitingCode === 'none' ? `camera.state.${waitingState}` : `camera.code.${waitingCode}`,
  )
  return { words: t.dynamic('cameras.main-failed', { why }), isBad }
}
