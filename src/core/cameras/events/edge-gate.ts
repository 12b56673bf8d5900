/** So many edges of one thing are told as they come within a window; what is more is told together at its end. */
const mostEdges = 6
const windowMs = 60_000

export type Edge = 'active' | 'restored'

/** What to tell of an edge: the edge itself, nothing now, or at the end of a window what happened in it. */
export type GateOutcome<T> =
  | { readonly kind: 'tell'; readonly event: T }
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'tell-joined'
      readonly event: T
      readonly count: number
      readonly fromMs: number
      /** Whether the state at the end is another than the one last told. */
      readonly isChanged: boolean
    }

interface Edged {
  readonly edge: Edge
  readonly receivedAtMs: number
  readonly isState?: boolean
  readonly endsAfterMs?: number
}

/**
 * One condition of one camera: tells edges, not repetitions, and of a contact that chatters only the first few and then
 * once a minute how often and how it ended. A condition that lasts is told after a minute at the latest.
 */
export class EdgeGate<T extends Edged> {
  #edge: Edge | null = null
  #told: Edge | null = null
  #last: T | null = null
  #endsAtMs = Infinity
  #windowFromMs = -Infinity
  #inWindow = 0
  #held = 0

  /** What it is now; null while not known. */
  get edge(): Edge | null {
    return this.#edge
  }

  take(event: T): GateOutcome<T> {
    this.#endsAtMs =
      event.edge === 'active' && event.endsAfterMs !== undefined
        ? event.receivedAtMs + event.endsAfterMs
        : Infinity
    const isSame = this.#edge === event.edge
    this.#edge = event.edge
    if (isSame) return { kind: 'nothing' }
    this.#last = event
    return this.#count(event)
  }

  /** The end of a repetition that stopped. Gives the event whose repetition it was, once. */
  expired(nowMs: number): T | null {
    if (nowMs < this.#endsAtMs) return null
    this.#endsAtMs = Infinity
    return this.#edge === 'active' ? this.#last : null
  }

  /** The source cannot be heard: that nothing is repeated says nothing. */
  hold(): void {
    this.#endsAtMs = Infinity
  }

  /** It is heard again: what is still so is repeated from now on. */
  resume(nowMs: number): void {
    const endsAfterMs = this.#last?.endsAfterMs
    if (this.#edge === 'active' && endsAfterMs !== undefined) this.#endsAtMs = nowMs + endsAfterMs
  }

  /** Looks whether a window with held edges is over. */
  tick(nowMs: number): GateOutcome<T> {
    const isOver = nowMs < this.#windowFromMs || nowMs - this.#windowFromMs >= windowMs
    if (this.#held === 0 || !isOver || this.#last === null) return { kind: 'nothing' }
    const [count, fromMs] = [this.#held, this.#windowFromMs]
    const isChanged = this.#told !== this.#edge
    this.#told = this.#edge
    this.#held = 0
    // The next window begins full: what goes on chattering stays told once a minute.
    this.#windowFromMs = nowMs
    this.#inWindow = mostEdges
    return { kind: 'tell-joined', event: this.#last, count, fromMs, isChanged }
  }

  #count(event: T): GateOutcome<T> {
    const nowMs = event.receivedAtMs
    if (nowMs < this.#windowFromMs || (this.#held === 0 && nowMs - this.#windowFromMs >= windowMs)) {
      this.#windowFromMs = nowMs
      this.#inWindow = 0
    }
    if (this.#inWindow >= mostEdges) {
      this.#held++
      return { kind: 'nothing' }
    }
    this.#inWindow++
    this.#told = event.edge
    return { kind: 'tell', event }
  }
}
