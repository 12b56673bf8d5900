import { FlvReader, type FlvItem, type ParameterSets } from '../h264/flv.ts'
import { packetiseAccessUnit } from '../h264/packetise.ts'
import { startFfmpeg, type FfmpegProcess } from './ffmpeg.ts'
import { clockGraph, encoderArgs, pictureGraph, scaleFilter, type Encoding } from './filter-graph.ts'
import { sceneInputs, type PaintedScene } from './render.ts'
import type { Frame, VideoSource } from './source.ts'

export interface LiveOptions {
  scene: PaintedScene
  loopSeconds: number
  noise: number
  /** Both with the same frame rate: one ffmpeg draws once and encodes twice. */
  main: Encoding
  sub: Encoding
  /** How far the camera's clock is ahead of the machine's. */
  clockOffsetSeconds: number
  /** How long the encoder goes on after the last viewer. */
  lingerMs?: number
}

/** One ffmpeg in real time behind the main and the sub stream; runs only while somebody watches. */
export interface LiveEncoder extends Disposable {
  readonly main: VideoSource
  readonly sub: VideoSource
  readonly running: boolean
}

function liveArgs(options: LiveOptions): string[] {
  const { main, sub, scene } = options
  const picture = pictureGraph({ ...options, walkers: scene.walkers, fps: main.fps }, 'real-time')
  const graph = `${picture};${clockGraph(main.fps)},split[a][b];[a]${scaleFilter(main)}[main];[b]${scaleFilter(sub)}[sub]`
  return [
    ['-filter_complex_threads', '1'],
    sceneInputs(scene.walkers.length),
    ['-filter_complex', graph],
    ['-map', '[main]', ...encoderArgs(main, 'ultrafast'), 'pipe:3'],
    ['-map', '[sub]', ...encoderArgs(sub, 'ultrafast'), 'pipe:4'],
  ].flat()
}

/** A camera's clock that runs ahead, as a POSIX time zone: Beijing time plus the offset in seconds. */
export function beijingZone(offsetSeconds: number): string {
  const total = 8 * 3600 + offsetSeconds
  const parts = [total / 3600, (total % 3600) / 60, total % 60]
  return `CST-${parts.map(part => String(Math.floor(part)).padStart(2, '0')).join(':')}`
}

export function createLiveEncoder(options: LiveOptions): LiveEncoder {
  const lingerMs = options.lingerMs ?? 4000
  let ffmpeg: FfmpegProcess | undefined
  let lingering: NodeJS.Timeout | undefined
  let restarting: NodeJS.Timeout | undefined
  let users = 0
  let closed = false
  const streams = [new LiveStream(options.main, use), new LiveStream(options.sub, use)] as const

  function start(): void {
    if (ffmpeg || closed) return
    const env = { TZ: beijingZone(options.clockOffsetSeconds) }
    const started = startFfmpeg(liveArgs(options), {
      outputs: 2,
      workingDirectory: options.scene.folder,
      env,
    })
    ffmpeg = started
    started.outputs.forEach((pipe, index) => streams[index]?.attach(pipe))
    void restartAtEnd(started)
  }

  async function restartAtEnd(started: FfmpegProcess): Promise<void> {
    const { reason } = await started.ended
    if (ffmpeg !== started) return
    ffmpeg = undefined
    console.error(`live camera: ${reason}`)
    restarting = setTimeout(() => users > 0 && start(), 1000)
  }

  function stop(): void {
    const running = ffmpeg
    ffmpeg = undefined
    running?.kill()
  }

  function use(): Disposable {
    users += 1
    clearTimeout(lingering)
    start()
    let released = false
    return {
      [Symbol.dispose]: () => {
        if (released) return
        released = true
        users -= 1
        if (users === 0 && !closed) lingering = setTimeout(stop, lingerMs)
      },
    }
  }

  return {
    main: streams[0],
    sub: streams[1],
    get running() {
      return ffmpeg !== undefined
    },
    [Symbol.dispose]: () => {
      closed = true
      clearTimeout(lingering)
      clearTimeout(restarting)
      stop()
    },
  }
}

/** Beyond this the encoder has fallen behind or was paused, and the time stamps jump after it. */
const maxDriftMs = 500

/** Pictures of an encoder that runs in real time, whenever it runs. */
export class LiveStream implements VideoSource {
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly #use: () => Disposable
  readonly #sinks = new Set<(frame: Frame) => void>()
  readonly #sets = Promise.withResolvers<ParameterSets>()
  #originMs = 0
  #pictures = 0

  constructor(encoding: Encoding, use: () => Disposable) {
    this.width = encoding.width
    this.height = encoding.height
    this.fps = encoding.fps
    this.#use = use
  }

  async parameterSets(): Promise<ParameterSets> {
    // Who asks will watch in a moment: the encoder starts now and lingers.
    const warm = this.#use()
    return await this.#sets.promise.finally(() => warm[Symbol.dispose]())
  }

  subscribe(sink: (frame: Frame) => void): Disposable {
    const using = this.#use()
    const unique = (frame: Frame): void => sink(frame)
    this.#sinks.add(unique)
    return {
      [Symbol.dispose]: () => {
        this.#sinks.delete(unique)
        using[Symbol.dispose]()
      },
    }
  }

  /** From now on the pictures come from this FLV stream. */
  attach(pipe: NodeJS.ReadableStream): void {
    const reader = new FlvReader()
    this.#pictures = 0
    pipe.on('data', (chunk: Buffer) => {
      for (const item of reader.push(chunk)) this.#take(item)
    })
    pipe.on('error', () => {})
  }

  #take(item: FlvItem): void {
    if (item.kind === 'parameters') return this.#sets.resolve(item.sets)
    const now = performance.now()
    const ideal = this.#originMs + (this.#pictures * 1000) / this.fps
    if (this.#pictures === 0 || Math.abs(now - ideal) > maxDriftMs) {
      this.#originMs = now
      this.#pictures = 0
    }
    const capturedAtMs = this.#originMs + (this.#pictures * 1000) / this.fps
    this.#pictures += 1
    const { idr, nals } = item.unit
    const frame: Frame = { idr, nals, payloads: packetiseAccessUnit(nals), capturedAtMs }
    for (const sink of this.#sinks) sink(frame)
  }
}
