import type { FrameTime } from '../../media/frame-times.ts'

/** How long frames behind the present place are remembered, s; as long as they may still be buffered. */
const keptBehindSeconds = 120

/** Which frames have come in, by their place in media time; for stepping from one to the next. */
export class FrameIndex {
  #frames: FrameTime[] = []

  /** @param atSeconds the present place; what lies far behind it is forgotten */
  add(added: readonly FrameTime[], atSeconds: number): void {
    if (added.length === 0) return
    const keptFrom = atSeconds - keptBehindSeconds
    this.#frames = [...this.#frames.filter(frame => frame.atSeconds > keptFrom), ...added].toSorted(
      (a, b) => a.atSeconds - b.atSeconds,
    )
  }

  clear(): void {
    this.#frames = []
  }

  /** The frame that is on the screen at a place; null before the first. */
  at(atSeconds: number): FrameTime | null {
    return this.#frames.findLast(frame => frame.atSeconds <= atSeconds) ?? null
  }

  /** The one after or before it; null where none is known. */
  beside(atSeconds: number, direction: 1 | -1): FrameTime | null {
    const index = this.#frames.findLastIndex(frame => frame.atSeconds <= atSeconds)
    return index < 0 ? null : (this.#frames[index + direction] ?? null)
  }
}
