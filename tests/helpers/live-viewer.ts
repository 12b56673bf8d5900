import type { LiveMessage } from '../../src/shared/streams.ts'
import type { ViewerLine } from '../../src/core/cameras/viewer-sink.ts'
import { FragmentSplitter } from '../../src/core/media/splitter.ts'
import type { Fragment } from '../../src/core/media/fragment.ts'

interface Waiter {
  readonly isMet: () => boolean
  readonly resolve: () => void
}

/** A viewer that remembers all it is sent and lets a test wait for it. */
export class LiveViewer implements ViewerLine {
  readonly states: { state: string; code: string; reason: string; atMs: number }[] = []
  /** What core said it sends, one entry a connection or format. */
  readonly media: Extract<LiveMessage, { type: 'media' }>[] = []
  readonly fragments: Fragment[] = []
  /** When a fragment was received, ms UTC. */
  readonly arrivals = new Map<Fragment, number>()
  mimeType = ''
  #splitter = new FragmentSplitter()
  #waiters: Waiter[] = []

  message(message: LiveMessage): void {
    if (message.type === 'state')
      this.states.push({
        state: message.state,
        code: message.code,
        reason: message.reason,
        atMs: Date.now(),
      })
    else {
      this.media.push(message)
      this.mimeType = message.mimeType
      this.#splitter = new FragmentSplitter()
    }
    this.#wake()
  }

  bytes(bytes: Buffer): void {
    for (const piece of this.#splitter.push(bytes)) {
      if (piece.type !== 'fragment') continue
      this.fragments.push(piece.fragment)
      this.arrivals.set(piece.fragment, Date.now())
    }
    this.#wake()
  }

  bufferedBytes(): number {
    return 0
  }

  close(): void {}

  get state(): string {
    return this.states.at(-1)?.state ?? ''
  }

  /** Resolves as soon as the condition is met by something that was sent; the test's own time-out is the limit. */
  until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve()
    return new Promise(resolve => void this.#waiters.push({ isMet, resolve }))
  }

  untilState(state: string): Promise<void> {
    return this.until(() => this.state === state)
  }

  #wake(): void {
    const met = this.#waiters.filter(waiter => waiter.isMet())
    this.#waiters = this.#waiters.filter(waiter => !met.includes(waiter))
    for (const waiter of met) waiter.resolve()
  }
}
