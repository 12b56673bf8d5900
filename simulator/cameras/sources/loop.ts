import { readFile } from 'node:fs/promises'
import { FlvReader, type AccessUnit, type ParameterSets } from '../h264/flv.ts'
import { packetiseAccessUnit } from '../h264/packetise.ts'
import type { Frame, RecordedPictures, VideoSource } from './source.ts'

/** After a longer standstill (a suspended machine) the missed pictures are gone, as with a real camera. */
const maxCatchUpMs = 2000

interface Picture {
  unit: AccessUnit
  payloads: readonly Buffer[]
}

export interface LoopParameters {
  width: number
  height: number
  fps: number
}

/**
 * A rendered scene that repeats for ever. The frame shown is a function of the time alone, so time stamps run on over
 * the seam, a late timer cannot add up, and two viewers see the same picture.
 * Throws when the file does not begin with an IDR picture: such a loop would break at its seam.
 */
export async function openLoop(
  file: string,
  parameters: LoopParameters,
): Promise<VideoSource & { readonly recorded: RecordedPictures }> {
  const items = new FlvReader().push(await readFile(file))
  const sets = items.find(item => item.kind === 'parameters')?.sets
  const pictures = items
    .filter(item => item.kind === 'picture')
    .map(({ unit }): Picture => ({ unit, payloads: packetiseAccessUnit(unit.nals) }))
  if (!sets || !pictures[0]?.unit.idr) throw new Error(`${file} is no closed H.264 loop`)
  return new LoopSource(pictures, sets, parameters)
}

class LoopSource implements VideoSource {
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly #sets: ParameterSets
  readonly #pictures: readonly Picture[]
  readonly #sinks = new Set<(frame: Frame) => void>()
  readonly #epochMs = performance.now()
  #timer: NodeJS.Timeout | undefined
  #nextFrame = 0

  constructor(pictures: readonly Picture[], sets: ParameterSets, parameters: LoopParameters) {
    this.#pictures = pictures
    this.#sets = sets
    this.width = parameters.width
    this.height = parameters.height
    this.fps = parameters.fps
  }

  get recorded(): RecordedPictures {
    const pictures = this.#pictures
    const at = (number: number) => {
      const { unit, payloads } = pictures[number % pictures.length] as Picture
      return { idr: unit.idr, payloads }
    }
    return { fps: this.fps, at }
  }

  parameterSets(): Promise<ParameterSets> {
    return Promise.resolve(this.#sets)
  }

  subscribe(sink: (frame: Frame) => void): Disposable {
    const unique = (frame: Frame): void => sink(frame)
    this.#sinks.add(unique)
    if (!this.#timer) this.#start()
    return {
      [Symbol.dispose]: () => {
        this.#sinks.delete(unique)
        if (this.#sinks.size > 0) return
        clearTimeout(this.#timer)
        this.#timer = undefined
      },
    }
  }

  #start(): void {
    this.#skipToNow()
    this.#schedule()
  }

  #skipToNow(): void {
    this.#nextFrame = Math.ceil(((performance.now() - this.#epochMs) * this.fps) / 1000)
  }

  #dueMs(frameNumber: number): number {
    return this.#epochMs + (frameNumber * 1000) / this.fps
  }

  #schedule(): void {
    this.#timer = setTimeout(
      () => this.#emitDue(),
      Math.max(0, this.#dueMs(this.#nextFrame) - performance.now()),
    )
  }

  /** Everything that is due, so that a busy second is made good instead of shifting the stream. */
  #emitDue(): void {
    const timer = this.#timer
    if (performance.now() - this.#dueMs(this.#nextFrame) > maxCatchUpMs) this.#skipToNow()
    while (this.#sinks.size > 0 && this.#dueMs(this.#nextFrame) <= performance.now() + 0.5) {
      const picture = this.#pictures[this.#nextFrame % this.#pictures.length] as Picture
      const frame: Frame = {
        idr: picture.unit.idr,
        nals: picture.unit.nals,
        payloads: picture.payloads,
        capturedAtMs: this.#dueMs(this.#nextFrame),
      }
      this.#nextFrame += 1
      for (const sink of this.#sinks) sink(frame)
    }
    if (this.#timer === timer && this.#sinks.size > 0) this.#schedule()
  }
}
