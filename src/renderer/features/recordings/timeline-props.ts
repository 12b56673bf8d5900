import type { Span } from '../../../shared/domain/recording.ts'

/** In and out; each may be set alone. */
export type Range = Partial<Span>

export interface TimelineProps {
  /** All that may be shown. The same object as long as it is the same span. */
  readonly whole: Span
  readonly cameraIds: readonly string[]
  readonly names: ReadonlyMap<string, string>
  readonly rowPixels: number
  /** The camera that keys and the words speak of. */
  readonly chosen: string
  readonly onChoose: (cameraId: string) => void
  /** Where the player stands; null without one. */
  readonly positionMs: number | null
  /** Cameras in the player, and the way to change them; absent without a player. */
  readonly playing?: readonly string[]
  readonly onToggle?: (cameraId: string) => void
  readonly onSeek: (atMs: number, cameraId: string | null) => void
  /** Shows small pictures where the pointer is. */
  readonly grantId: string | null
  readonly viewer: string
  readonly range: Range
  readonly onRange: (range: Range) => void
}
