import { EventState, type SimCondition } from './event-state.ts'
import { PtzState } from './ptz-state.ts'
import type { SceneName } from './scenes/index.ts'
import type { Frame, VideoSource } from './sources/source.ts'

export interface SimCameraSpec {
  /** Path segment of the RTSP and ONVIF addresses, like `cam-1`. */
  id: string
  /** Burned into the picture. */
  name: string
  scene: SceneName
  /** `live`: drawn and encoded while somebody watches, with a running clock; `loop`: a rendered scene that repeats. */
  encoding: 'live' | 'loop'
  /** Whether RTSP and the snapshot ask for digest authentication. ONVIF always checks its WS-UsernameToken. */
  rtspAuth: 'none' | 'digest'
  /** How far the camera's clock is ahead of the machine's; default 0. */
  clockOffsetSeconds?: number
  /** Whether it can be turned over ONVIF. */
  ptz?: boolean
  /** Whether it has an input (`input-1`) and an output (`relay-1`), told and switched over ONVIF. */
  contacts?: boolean
}

export interface Credentials {
  user: string
  password: string
}

export type StreamName = 'main' | 'sub'

const pictureCommands = ['drop', 'freeze', 'black', 'wrongPassword', 'restore'] as const
type PictureCommand = (typeof pictureCommands)[number]

/** What a camera is made to report; nothing changes in its picture. */
const reports = {
  move: ['motion', 'true', 'sees something moving'],
  still: ['motion', 'false', 'sees nothing moving'],
  cover: ['tamper', 'true', 'reports that it is covered'],
  uncover: ['tamper', 'false', 'reports that it is not covered any more'],
  lose: ['loss', 'true', 'reports that its picture is lost'],
  regain: ['loss', 'false', 'reports that its picture is back'],
  'close-input': ['input', 'true', 'reports that its input is closed'],
  'open-input': ['input', 'false', 'reports that its input is open'],
} as const satisfies Record<string, readonly [SimCondition, string, string]>
type ReportCommand = keyof typeof reports

export type CameraCommand = PictureCommand | ReportCommand | 'reboot'

/** What a camera can be told, by what it has. */
export function commandsOf({ contacts = false }: Pick<SimCameraSpec, 'contacts'>): CameraCommand[] {
  const reporting = (Object.keys(reports) as ReportCommand[]).filter(
    command => contacts || reports[command][0] !== 'input',
  )
  return [...pictureCommands, ...reporting, 'reboot']
}

const isReport = (command: CameraCommand): command is ReportCommand => Object.hasOwn(reports, command)

/** `ok` sends pictures; `dropped` is off the net; `frozen` keeps its sessions and falls silent. */
export type CameraCondition = 'ok' | 'dropped' | 'frozen' | 'black' | 'wrongPassword'

/** One simulated camera: what its servers ask it, and what a command does to it. */
export class SimCamera {
  readonly spec: SimCameraSpec
  readonly credentials: Credentials
  readonly ptz: PtzState | undefined
  readonly events: EventState
  readonly #sources: Readonly<Record<StreamName, VideoSource>>
  readonly #openBlack: (stream: StreamName) => Promise<VideoSource>
  readonly #relays: Readonly<Record<StreamName, Relay>>
  readonly #hangUps = new Set<() => void>()
  #condition: CameraCondition = 'ok'

  constructor(
    spec: SimCameraSpec,
    credentials: Credentials,
    sources: Readonly<Record<StreamName, VideoSource>>,
    openBlack: (stream: StreamName) => Promise<VideoSource>,
  ) {
    this.spec = spec
    this.credentials = credentials
    this.ptz = spec.ptz ? new PtzState() : undefined
    const contacts = spec.contacts ? (['input', 'relay'] as const) : []
    this.events = new EventState(['motion', 'tamper', 'loss', ...contacts], () => this.wallClockMs())
    this.#sources = sources
    this.#openBlack = openBlack
    this.#relays = { main: new Relay(sources.main), sub: new Relay(sources.sub) }
  }

  get condition(): CameraCondition {
    return this.#condition
  }

  /** What the camera itself accepts just now; after `wrongPassword` nobody knows it. */
  get accepted(): Credentials {
    if (this.#condition !== 'wrongPassword') return this.credentials
    return { ...this.credentials, password: `${this.credentials.password}-changed` }
  }

  /** After `wrongPassword` even a camera that was open asks for a password. */
  get asksForPassword(): boolean {
    return this.spec.rtspAuth === 'digest' || this.#condition === 'wrongPassword'
  }

  /** The camera's own clock, ms since 1970 UTC. */
  wallClockMs(): number {
    return Date.now() + (this.spec.clockOffsetSeconds ?? 0) * 1000
  }

  source(stream: StreamName): VideoSource {
    return this.#sources[stream]
  }

  /** Pictures as they are to be sent: none while frozen or dropped, black ones while covered. */
  watch(stream: StreamName, sink: (frame: Frame) => void): Disposable {
    return this.#relays[stream].watch(frame => {
      if (this.#condition !== 'frozen' && this.#condition !== 'dropped') sink(frame)
    })
  }

  /** Calls `hangUp` when the camera throws its clients out. */
  onHangUp(hangUp: () => void): Disposable {
    this.#hangUps.add(hangUp)
    return { [Symbol.dispose]: () => void this.#hangUps.delete(hangUp) }
  }

  /** Puts the camera into the condition; `restore` makes it well again, whatever it was. Or has it report something. */
  async command(command: CameraCommand): Promise<string> {
    if (command === 'reboot') {
      this.events.forgetSubscribers()
      return `${this.spec.id} has started again and knows no subscriber`
    }
    if (isReport(command)) {
      const [condition, value, sentence] = reports[command]
      this.events.set(condition, value)
      return `${this.spec.id} ${sentence}`
    }
    const condition = conditionAfter[command]
    const black = condition === 'black'
    for (const stream of ['main', 'sub'] as const)
      this.#relays[stream].switchTo(black ? await this.#openBlack(stream) : this.#sources[stream])
    this.#condition = condition
    if (command === 'drop' || command === 'wrongPassword') for (const hangUp of this.#hangUps) hangUp()
    return `${this.spec.id} ${sentences[command]}`
  }
}

const conditionAfter: Readonly<Record<PictureCommand, CameraCondition>> = {
  drop: 'dropped',
  freeze: 'frozen',
  black: 'black',
  wrongPassword: 'wrongPassword',
  restore: 'ok',
}

const sentences: Readonly<Record<PictureCommand, string>> = {
  drop: 'has hung up on its clients and refuses new ones',
  freeze: 'keeps its sessions open and sends nothing',
  black: 'sends black pictures',
  wrongPassword: 'has changed its password and hung up on its clients',
  restore: 'works again',
}

/** Lets the viewers of a stream stay while the source behind it changes. */
class Relay {
  readonly #sinks = new Map<(frame: Frame) => void, Disposable>()
  #source: VideoSource

  constructor(source: VideoSource) {
    this.#source = source
  }

  watch(sink: (frame: Frame) => void): Disposable {
    this.#sinks.set(sink, this.#source.subscribe(sink))
    return {
      [Symbol.dispose]: () => {
        this.#sinks.get(sink)?.[Symbol.dispose]()
        this.#sinks.delete(sink)
      },
    }
  }

  switchTo(source: VideoSource): void {
    if (source === this.#source) return
    this.#source = source
    for (const [sink, subscription] of this.#sinks) {
      subscription[Symbol.dispose]()
      this.#sinks.set(sink, source.subscribe(sink))
    }
  }
}
