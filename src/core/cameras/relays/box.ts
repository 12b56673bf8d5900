import type { RelayFailure, RelayReport } from '../../../shared/domain/relay.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { OnvifDevice } from '../../onvif/device.ts'
import { OnvifError } from '../../onvif/errors.ts'
import type { OnvifCredentials } from '../../onvif/model.ts'
import { relayOutputs, setRelayOutput, type DeviceRelay } from '../../onvif/relays.ts'
import type { Clock } from '../../platform/clock.ts'

export interface RelayBoxOptions {
  /** Of the device service. */
  readonly address: string
  readonly credentials: OnvifCredentials | null
  readonly clock: Clock
  /** Told after something that `facts` gives has changed. */
  readonly changed: () => void
}

/** What is known of one output. */
export interface KnownOutput {
  readonly relay: DeviceRelay
  state: 'unknown' | 'on' | 'off'
  isConfirmed: boolean
}

/** For one answer: a guard who pressed must not wait longer to be told. */
const answerTimeoutMs = 4_000
/** How long the device may take to say by an event what it did. */
const wordTimeoutMs = 3_000

/** The outputs of one camera over ONVIF; one command at a time. A login that was refused is not tried again. */
export class RelayBox implements AsyncDisposable {
  readonly outputs = new Map<string, KnownOutput>()
  readonly #options: RelayBoxOptions
  readonly #device: OnvifDevice
  readonly #ending = new AbortController()
  readonly #waiting = new Set<() => void>()
  #ability: RelayReport['ability'] = 'unknown'
  #failure: RelayFailure | null = null
  #asking: Promise<void> | null = null
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: RelayBoxOptions) {
    this.#options = options
    const { address, credentials, clock } = options
    this.#device = new OnvifDevice({ address, credentials, clock, timeoutMs: answerTimeoutMs })
  }

  get facts(): Pick<RelayReport, 'ability' | 'failure'> {
    return { ability: this.#ability, failure: this.#failure }
  }

  /** Asks for the outputs, once; what went wrong stands in `facts`. */
  look(): Promise<void> {
    if (this.#ability !== 'unknown' || this.#failure === 'unauthorised') return Promise.resolve()
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null
      this.#options.changed()
    })
    return this.#asking
  }

  /** @throws Refusal `relays.…` */
  async output(token: string): Promise<KnownOutput> {
    await this.look()
    if (this.#failure !== null && this.#ability === 'unknown') throw new Refusal(`relays.${this.#failure}`)
    if (this.#ability === 'none') throw new Refusal('relays.none')
    const output = this.outputs.get(token)
    if (output === undefined) throw new Refusal('relays.unknown-output')
    return output
  }

  /**
   * Switches; gives whether the device said by an event that it did, null where it never says.
   * @throws Refusal `relays.unreachable` (it may be on all the same), `relays.unauthorised`, `relays.refused`
   */
  async set(token: string, isOn: boolean): Promise<boolean | null> {
    const output = await this.output(token)
    const canTell = output.isConfirmed
    const before = output.state
    const run = async () => {
      await this.#command(() => setRelayOutput(this.#device, output.relay, isOn, this.#call))
      const wanted = isOn ? 'on' : 'off'
      if (canTell) return before === wanted || (await this.#heard(output, wanted))
      output.state = wanted
      return null
    }
    const turn = this.#last.then(run, run)
    this.#last = turn.catch(() => {})
    try {
      return await turn
    } finally {
      this.#options.changed()
    }
  }

  /** The device said by an event how an output is. Gives whether that is another state than the known one. */
  told(token: string, isOn: boolean): boolean {
    const output = this.outputs.get(token)
    if (output === undefined) return false
    const state = isOn ? 'on' : 'off'
    const isNews = output.state !== state && output.isConfirmed
    output.state = state
    output.isConfirmed = true
    for (const wake of this.#waiting) wake()
    this.#options.changed()
    return isNews
  }

  /** The device cannot be heard any more: what it said is old. */
  silent(): void {
    for (const output of this.outputs.values()) {
      output.isConfirmed = false
      output.state = 'unknown'
    }
    this.#options.changed()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    await Promise.all([this.#asking, this.#last])
  }

  get #call() {
    return { signal: this.#ending.signal }
  }

  async #ask(): Promise<void> {
    try {
      const relays = await this.#command(() => relayOutputs(this.#device, this.#call))
      for (const relay of relays)
        this.outputs.set(relay.token, { relay, state: 'unknown', isConfirmed: false })
      this.#ability = relays.length === 0 ? 'none' : 'ready'
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }

  async #heard(output: KnownOutput, wanted: 'on' | 'off'): Promise<boolean> {
    const { clock } = this.#options
    const untilMs = clock.monotonic() + wordTimeoutMs
    while (output.state !== wanted && clock.monotonic() < untilMs && !this.#ending.signal.aborted) {
      const woken = new AbortController()
      const wake = () => woken.abort()
      this.#waiting.add(wake)
      const signal = AbortSignal.any([woken.signal, this.#ending.signal])
      await clock.sleep(untilMs - clock.monotonic(), signal)
      this.#waiting.delete(wake)
    }
    return output.state === wanted
  }

  async #command<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work()
      this.#failure = null
      return result
    } catch (error) {
      if (!(error instanceof OnvifError)) throw error
      if (error.kind === 'not-supported') {
        this.#ability = 'none'
        throw new Refusal('relays.none')
      }
      this.#failure = error.kind === 'fault' ? 'refused' : error.kind
      throw new Refusal(`relays.${this.#failure}`)
    }
  }
}
