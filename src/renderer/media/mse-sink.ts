import { readFragmentStart, readTimescale } from './mp4.ts'

/**
 * Why nothing more can be shown. `unsupported`: this runtime has no decoder for the codec; `decode`: the bytes could
 * not be decoded; `buffer`: MediaSource refused them.
 */
export type SinkError =
  | { readonly kind: 'unsupported'; readonly detail: string }
  | { readonly kind: 'decode'; readonly detail: string }
  | { readonly kind: 'buffer'; readonly detail: string }

interface SinkOptions {
  readonly video: HTMLVideoElement
  /**
   * `joined`: each piece is placed right behind what is there, whatever its own times (live: a camera that was dialled
   * again starts at zero). `placed`: times count, moved by the offset given with the media (playback).
   */
  readonly timeline: 'joined' | 'placed'
  /** Seconds that stay behind the position; older ones are removed. */
  readonly keepBehindSeconds: number
  readonly onError: (error: SinkError) => void
  /** Something was added; `bufferedEnd()` has moved. */
  readonly onAppended: () => void
}

type Job =
  | { readonly kind: 'media'; readonly mimeType: string; readonly offsetSeconds: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'clear' }

/** A difference beyond this between a piece's own time and the end of the buffer is a jump, not jitter. */
const jumpSeconds = 0.5

/**
 * Feeds one video element through MediaSource: one SourceBuffer for its whole life, work in a queue, so that neither a
 * new connection to the camera nor another codec makes the picture go away before the next one can be painted.
 */
export class MseSink implements Disposable {
  readonly #options: SinkOptions
  readonly #source = new MediaSource()
  readonly #objectUrl: string
  readonly #jobs: Job[] = []
  #buffer: SourceBuffer | null = null
  #mimeType = ''
  #timescale: number | null = null
  #isDead = false

  constructor(options: SinkOptions) {
    this.#options = options
    this.#objectUrl = URL.createObjectURL(this.#source)
    this.#source.addEventListener('sourceopen', () => this.#work(), { once: true })
    options.video.addEventListener('error', this.#videoFailed)
    options.video.src = this.#objectUrl
  }

  /** What follows is of this type. `offsetSeconds` moves it on a `placed` timeline. */
  media(mimeType: string, offsetSeconds = 0): void {
    if (!MediaSource.isTypeSupported(mimeType)) {
      this.#die({ kind: 'unsupported', detail: mimeType })
      return
    }
    this.#push({ kind: 'media', mimeType, offsetSeconds })
  }

  /** An init segment or a whole fragment. */
  append(bytes: Uint8Array<ArrayBuffer>): void {
    this.#push({ kind: 'bytes', bytes })
  }

  /** Drops all that was appended or waits, for a seek outside of it. */
  clear(): void {
    this.#jobs.length = 0
    this.#push({ kind: 'clear' })
  }

  /** End of what is buffered, s; null when nothing is. */
  bufferedEnd(): number | null {
    const ranges = this.#ranges()
    return ranges === null || ranges.length === 0 ? null : ranges.end(ranges.length - 1)
  }

  /** Start of what is buffered, s; null when nothing is. */
  bufferedStart(): number | null {
    const ranges = this.#ranges()
    return ranges === null || ranges.length === 0 ? null : ranges.start(0)
  }

  /** Start of the next buffered stretch when `atSeconds` stands at the end of one; null when it does not. */
  nextStretch(atSeconds: number): number | null {
    const ranges = this.#ranges()
    if (ranges === null) return null
    // An element that waits for data stands up to some frames before the end of what it has.
    const nearSeconds = this.#options.video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA ? 0.5 : 0.05
    for (let index = 0; index < ranges.length; index++) {
      if (atSeconds < ranges.start(index)) return ranges.start(index)
      if (atSeconds < ranges.end(index) - nearSeconds) return null
    }
    return null
  }

  /** Pieces that wait for the buffer. */
  get waiting(): number {
    return this.#jobs.length
  }

  [Symbol.dispose](): void {
    this.#isDead = true
    this.#jobs.length = 0
    const { video } = this.#options
    video.removeEventListener('error', this.#videoFailed)
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(this.#objectUrl)
  }

  readonly #videoFailed = (): void => {
    this.#die({ kind: 'decode', detail: this.#options.video.error?.message ?? '' })
  }

  #ranges(): TimeRanges | null {
    // A buffer whose source was closed by a failure throws when asked.
    if (this.#isDead || this.#source.readyState === 'closed') return null
    return this.#buffer?.buffered ?? null
  }

  #push(job: Job): void {
    if (this.#isDead) return
    this.#jobs.push(job)
    this.#work()
  }

  #work(): void {
    try {
      while (this.#isFree()) {
        const job = this.#jobs[0]
        if (job === undefined) break
        this.#do(job)
        this.#jobs.shift()
      }
    } catch (error) {
      this.#failedToAppend(error)
    }
  }

  #isFree(): boolean {
    return !this.#isDead && this.#source.readyState === 'open' && this.#buffer?.updating !== true
  }

  #do(job: Job): void {
    switch (job.kind) {
      case 'media':
        this.#setMedia(job.mimeType, job.offsetSeconds)
        return
      case 'bytes':
        this.#place(job.bytes)
        this.#buffer?.appendBuffer(job.bytes)
        return
      case 'clear':
        if (this.#buffer === null) return
        this.#buffer.abort()
        this.#buffer.remove(0, Infinity)
    }
  }

  #setMedia(mimeType: string, offsetSeconds: number): void {
    if (this.#buffer === null) {
      this.#buffer = this.#source.addSourceBuffer(mimeType)
      this.#buffer.mode = 'segments'
      this.#buffer.addEventListener('updateend', () => {
        if (this.#isDead) return
        this.#options.onAppended()
        this.#trim(this.#options.keepBehindSeconds * 2, this.#options.keepBehindSeconds)
        this.#work()
      })
    } else {
      this.#buffer.abort()
      if (mimeType !== this.#mimeType) this.#buffer.changeType(mimeType)
    }
    this.#mimeType = mimeType
    if (this.#options.timeline === 'placed') this.#buffer.timestampOffset = offsetSeconds
  }

  #place(bytes: Uint8Array): void {
    if (this.#options.timeline === 'placed' || this.#buffer === null) return
    const startTicks = readFragmentStart(bytes)
    if (startTicks === null) {
      this.#timescale = readTimescale(bytes) ?? this.#timescale
      return
    }
    const startSeconds = startTicks / (this.#timescale ?? 1)
    const end = this.bufferedEnd() ?? 0
    if (Math.abs(startSeconds + this.#buffer.timestampOffset - end) > jumpSeconds)
      this.#buffer.timestampOffset = end - startSeconds
  }

  /** Removes what lies further behind the position than `moreThanSeconds`, down to `downToSeconds`. */
  #trim(moreThanSeconds: number, downToSeconds: number): boolean {
    const start = this.bufferedStart()
    const { currentTime } = this.#options.video
    if (this.#buffer === null || this.#buffer.updating || start === null) return false
    if (currentTime - start <= moreThanSeconds) return false
    this.#buffer.remove(start, currentTime - downToSeconds)
    return true
  }

  #failedToAppend(error: unknown): void {
    // The buffer is full: what was seen goes, the piece is tried again when that is done.
    if (error instanceof DOMException && error.name === 'QuotaExceededError' && this.#trim(1, 1)) return
    this.#die({
      kind: 'buffer',
      detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    })
  }

  #die(error: SinkError): void {
    if (this.#isDead) return
    this.#isDead = true
    this.#jobs.length = 0
    this.#options.onError(error)
  }
}
