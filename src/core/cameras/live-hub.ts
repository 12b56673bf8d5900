import type { InitSegment } from '../media/init-segment.ts'
import type { Condition } from './condition.ts'
import type { FragmentSink, LiveFragment } from './fragment-sink.ts'

/** Beyond this the open group of pictures is not kept, and a newcomer waits for the next key frame. */
const largestGroupBytes = 24 * 1024 * 1024

/**
 * Fans the fragments of one stream out to everyone who watches or records it, and keeps the newest group of pictures
 * so that a newcomer sees a picture at once instead of waiting for the camera's next key frame.
 */
export class LiveHub {
  readonly #sinks = new Set<FragmentSink>()
  #init: InitSegment | null = null
  #group: LiveFragment[] = []
  #groupBytes = 0
  #condition: Condition

  constructor(condition: Condition) {
    this.#condition = condition
  }

  /** Gives the newcomer condition, init segment and newest group at once; from then on everything as it comes. */
  attach(sink: FragmentSink): Disposable {
    this.#sinks.add(sink)
    sink.condition(this.#condition)
    if (this.#init !== null) sink.init(this.#init)
    if (this.#group.length > 0) sink.group(this.#group)
    return { [Symbol.dispose]: () => void this.#sinks.delete(sink) }
  }

  get sinks(): number {
    return this.#sinks.size
  }

  init(init: InitSegment): void {
    this.#init = init
    this.#clearGroup()
    for (const sink of this.#sinks) sink.init(init)
  }

  fragment(fragment: LiveFragment): void {
    this.#keep(fragment)
    for (const sink of this.#sinks) sink.fragment(fragment)
  }

  /** When the stream is not running, an old picture must not be handed out as if it were live. */
  condition(condition: Condition): void {
    this.#condition = condition
    if (condition.state !== 'live' && condition.state !== 'stalled') {
      this.#init = null
      this.#clearGroup()
    }
    for (const sink of this.#sinks) sink.condition(condition)
  }

  #keep(fragment: LiveFragment): void {
    if (fragment.beginsWithKeyFrame) this.#clearGroup()
    else if (this.#group.length === 0) return
    this.#group.push(fragment)
    this.#groupBytes += fragment.bytes.length
    if (this.#groupBytes > largestGroupBytes) this.#clearGroup()
  }

  #clearGroup(): void {
    this.#group = []
    this.#groupBytes = 0
  }
}
