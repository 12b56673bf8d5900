import {
  moveHoldsMs,
  type PtzFailure,
  type PtzReport,
  type PtzTarget,
  type PtzVelocity,
} from '../../../shared/domain/ptz.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { OnvifDevice } from '../../onvif/device.ts'
import { OnvifError } from '../../onvif/errors.ts'
import type { OnvifCredentials } from '../../onvif/model.ts'
import {
  continuousMove,
  gotoHome,
  gotoPreset,
  presets,
  ptzAbilities,
  removePreset,
  setPreset,
  stopMove,
} from '../../onvif/ptz.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { Lane } from './lane.ts'
import { turningProfile } from './turning-profile.ts'

export interface PtzHeadOptions {
  /** Of the device service. */
  readonly address: string
  readonly credentials: OnvifCredentials | null
  readonly streamUrls: readonly string[]
  readonly clock: Clock
  readonly log: Log
  /** Told after what `facts` gives has changed. */
  readonly changed: () => void
}

/** What the camera said of itself. */
export type PtzFacts = Pick<PtzReport, 'ability' | 'failure' | 'hasHome' | 'presets'>

/** For one answer: a guard who holds a key must not wait longer to be told. */
const answerTimeoutMs = 4_000
/** The camera itself stops after this, if the station dies while it turns. */
const deviceStopsAfterMs = 2_000
/** A move that goes on is told to the camera this often, well before it would stop by itself. */
const resendAfterMs = 800

/**
 * One PTZ camera over ONVIF. Whatever moves, stops: at `stop`, `moveHoldsMs` after the last `move`, at the end of this
 * object, and by the time-out in the command itself. A login that was refused is not tried again; other credentials
 * make another head.
 */
export class PtzHead implements AsyncDisposable {
  readonly #options: PtzHeadOptions
  readonly #device: OnvifDevice
  readonly #lane = new Lane()
  readonly #ending = new AbortController()
  #token: string | null = null
  #facts: PtzFacts = { ability: 'unknown', failure: null, hasHome: false, presets: [] }
  #looking: Promise<void> | null = null
  #moving: { readonly velocity: PtzVelocity; readonly sentMs: number } | null = null
  #renewedMs = 0
  #watching: Promise<void> | null = null

  constructor(options: PtzHeadOptions) {
    this.#options = options
    const { address, credentials, clock } = options
    this.#device = new OnvifDevice({ address, credentials, clock, timeoutMs: answerTimeoutMs })
  }

  get facts(): PtzFacts {
    return this.#facts
  }

  /** Asks the camera what it can do and for its presets; what went wrong stands in `facts`. */
  look(): Promise<void> {
    if (this.#facts.failure === 'unauthorised' || this.#facts.ability === 'none') return Promise.resolve()
    this.#looking ??= this.#lane
      .task(() => this.#ask())
      .finally(() => {
        this.#looking = null
      })
    return this.#looking
  }

  /** Moves until told otherwise, `moveHoldsMs` at most. @throws Refusal `ptz.none` and the codes of failures */
  async move(velocity: PtzVelocity): Promise<void> {
    const token = this.#ready()
    const nowMs = this.#options.clock.monotonic()
    this.#renewedMs = nowMs
    const isSame = this.#moving !== null && isEqual(this.#moving.velocity, velocity)
    if (isSame && this.#moving !== null && nowMs - this.#moving.sentMs < resendAfterMs) return
    this.#moving = { velocity, sentMs: nowMs }
    this.#watching ??= this.#watch().finally(() => {
      this.#watching = null
    })
    await this.#motion(() => continuousMove(this.#device, token, velocity, deviceStopsAfterMs, this.#call))
  }

  /** Nothing is sent while nothing moves. @throws Refusal as `move` */
  async stop(): Promise<void> {
    if (this.#moving === null) return
    const token = this.#ready()
    this.#moving = null
    await this.#motion(async () => {
      try {
        await stopMove(this.#device, token, this.#call)
      } catch (error) {
        if (!(error instanceof OnvifError) || error.kind !== 'unreachable') throw error
        await stopMove(this.#device, token, this.#call)
      }
    })
  }

  /** Gives whether it was told to the camera: false when a newer command came first. @throws Refusal as `move` */
  async go(to: PtzTarget): Promise<boolean> {
    const token = this.#ready()
    const wasMoving = this.#moving !== null
    this.#moving = null
    return await this.#motion(async () => {
      if (wasMoving) await stopMove(this.#device, token, this.#call)
      if (to.kind === 'home') await gotoHome(this.#device, token, this.#call)
      else await gotoPreset(this.#device, token, to.token, this.#call)
    })
  }

  /** Stores where the camera looks now; gives the token. @throws Refusal as `move` */
  async savePreset(name: string, over: string | null): Promise<string> {
    const token = this.#ready()
    const preset = over === null ? { name } : { name, token: over }
    const stored = await this.#task(() => setPreset(this.#device, token, preset, this.#call))
    await this.look()
    return stored
  }

  /** @throws Refusal as `move` */
  async removePreset(presetToken: string): Promise<void> {
    const token = this.#ready()
    await this.#task(() => removePreset(this.#device, token, presetToken, this.#call))
    await this.look()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop().catch((error: unknown) => this.#note(error))
    this.#ending.abort()
    await this.#watching
    await this.#lane.end()
  }

  get #call(): { signal: AbortSignal } {
    return { signal: this.#ending.signal }
  }

  #ready(): string {
    if (this.#facts.failure === 'unauthorised') throw new Refusal('ptz.unauthorised')
    if (this.#token === null) throw new Refusal('ptz.none')
    return this.#token
  }

  async #ask(): Promise<void> {
    try {
      const services = await this.#device.services(this.#call)
      const { streamUrls } = this.#options
      this.#token = services.has('ptz') ? await turningProfile(this.#device, streamUrls, this.#call) : null
      if (this.#token === null) {
        this.#tell({ ability: 'none', failure: null, hasHome: false, presets: [] })
        return
      }
      const { hasHome } = await ptzAbilities(this.#device, this.#call)
      const stored = await presets(this.#device, this.#token, this.#call)
      this.#tell({ ability: 'ready', failure: null, hasHome, presets: stored })
    } catch (error) {
      this.#failed(error)
    }
  }

  /** A screen that has died or a link that is gone holds no key: the move ends. */
  async #watch(): Promise<void> {
    const { clock } = this.#options
    while (this.#moving !== null) {
      const leftMs = this.#renewedMs + moveHoldsMs - clock.monotonic()
      if (leftMs <= 0) await this.stop().catch((error: unknown) => this.#note(error))
      else await clock.sleep(leftMs, this.#ending.signal)
    }
  }

  #motion(run: () => Promise<void>): Promise<boolean> {
    return this.#told(this.#lane.motion(run))
  }

  #task<T>(run: () => Promise<T>): Promise<T> {
    return this.#told(this.#lane.task(run))
  }

  async #told<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work
      if (this.#facts.failure !== null) this.#tell({ ...this.#facts, failure: null })
      return result
    } catch (error) {
      const failure = this.#failed(error)
      throw new Refusal(`ptz.${failure}`, failure === 'refused' ? { reason: String(error) } : {})
    }
  }

  /** Remembers what went wrong. Throws what is no failure of the device. */
  #failed(error: unknown): PtzFailure {
    if (!(error instanceof OnvifError)) throw error
    const failure = failureOf(error)
    this.#options.log.warn({ err: error, address: this.#options.address }, 'PTZ command failed')
    this.#tell({ ...this.#facts, failure })
    return failure
  }

  #tell(facts: PtzFacts): void {
    this.#facts = facts
    this.#options.changed()
  }

  #note(error: unknown): void {
    // A refusal is of the device and was remembered already.
    if (!(error instanceof Refusal)) this.#options.log.error({ err: error }, 'PTZ could not be stopped')
  }
}

function failureOf({ kind }: OnvifError): PtzFailure {
  return kind === 'unauthorised' || kind === 'unreachable' ? kind : 'refused'
}

const isEqual = (a: PtzVelocity, b: PtzVelocity) => a.pan === b.pan && a.tilt === b.tilt && a.zoom === b.zoom
