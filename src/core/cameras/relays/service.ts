import { station, type Actor } from '../../../shared/domain/person.ts'
import {
  longestRelaySeconds,
  relaySeconds,
  type RelayOutput,
  type RelayReport,
} from '../../../shared/domain/relay.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Camera } from '../../../shared/site.ts'
import type { Journal } from '../../journal/journal.ts'
import type { OnvifCredentials } from '../../onvif/model.ts'
import { BackgroundWork } from '../../platform/background-work.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { Log } from '../../platform/log.ts'
import { RelayBox, type KnownOutput } from './box.ts'
import { relayTable, type SwitchedOn } from './table.ts'

export interface RelaysOptions {
  /** As the site file says now. */
  readonly cameras: () => readonly Camera[]
  readonly credentialsOf: (name: string) => OnvifCredentials | null
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
}

/** An output that could not be switched off is tried again after this. */
const offAgainMs = 3_000

/**
 * Outputs of cameras: fill light, siren. Whatever is switched on goes off by itself, also after a restart of the station;
 * every switching is an entry of the journal.
 */
export class Relays implements AsyncDisposable {
  readonly changed = new Emitter<RelayReport[]>()
  readonly #options: RelaysOptions
  readonly #table: ReturnType<typeof relayTable>
  readonly #boxes = new Map<string, { readonly box: RelayBox; readonly made: string }>()
  readonly #background: BackgroundWork
  /** Outputs whose switching off failed: when it is tried again. */
  readonly #offAtMs = new Map<string, number>()
  readonly #ending = new Set<string>()
  /** Outputs that a command is under way for: what the camera says of them is its answer. */
  readonly #commanded = new Set<string>()

  constructor(options: RelaysOptions) {
    this.#options = options
    this.#background = new BackgroundWork(options.log, 'an output failed')
    this.#table = relayTable(options.db)
  }

  /** Cameras that were asked at least once. */
  report(): RelayReport[] {
    const on = this.#table.all()
    return [...this.#boxes].map(([cameraId, { box }]) => ({
      cameraId,
      ...box.facts,
      outputs: this.#offered(cameraId, box).map(known =>
        this.#outputOf(
          cameraId,
          known,
          on.find(row => row.cameraId === cameraId && row.token === known.relay.token),
        ),
      ),
    }))
  }

  /** Asks the camera for its outputs; the answer is told by `changed`. */
  look(cameraId: string): void {
    const box = this.#box(cameraId)
    if (box !== null) this.#background.add(box.look())
  }

  /**
   * Switches an output. What is switched on goes off after `forMs`, at the latest after what the site file allows; asked
   * again while it is on, the time begins anew. Journaled, failures too.
   * @param because words for the journal, e.g. the linkage rule that asked for it
   * @returns whether the device said that it did; null where it has no word for it
   * @throws Refusal `relays.none`, `relays.unknown-output`, `relays.unreachable`, `relays.unauthorised`, `relays.refused`
   */
  async switch(
    cameraId: string,
    outputToken: string,
    on: boolean,
    actor: Actor,
    { forMs, because = '' }: { readonly forMs?: number; readonly because?: string } = {},
  ): Promise<boolean | null> {
    const box = this.#box(cameraId)
    if (box === null) throw new Refusal('relays.none')
    const known = await box.output(outputToken)
    const { mostSeconds } = this.#describe(cameraId, known)
    const nowMs = this.#options.clock.now()
    const endsAtMs = on ? nowMs + Math.min(forMs ?? Infinity, mostSeconds * 1_000) : null
    const about = { because, ...(endsAtMs === null ? {} : { endsAtMs: Math.round(endsAtMs) }) }
    // Written before the command: a station that dies in between must know that it has to switch it off.
    if (endsAtMs !== null) this.#table.put({ cameraId, token: outputToken, sinceMs: nowMs, endsAtMs, actor })
    try {
      const isConfirmed = await this.#command(box, cameraId, outputToken, on)
      this.#options.journal.transaction(() => {
        if (!on) this.#table.remove(cameraId, outputToken)
        this.#write(cameraId, known, actor, on ? 'camera.relay-on' : 'camera.relay-off', {
          ...about,
          isConfirmed,
        })
      })
      return isConfirmed
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // Without an answer it may be on all the same: then it is switched off when its time is over.
      if (on && error.code !== 'relays.unreachable') this.#table.remove(cameraId, outputToken)
      this.#write(cameraId, known, actor, 'camera.relay-failed', { ...about, on, code: error.code })
      throw error
    } finally {
      this.#told()
    }
  }

  /** The camera said by an event how an output is. `isState`: as it was found, not because it changed. */
  told(cameraId: string, token: string, isOn: boolean, isState: boolean): void {
    const box = this.#box(cameraId)
    if (box === null) return
    if (!box.outputs.has(token)) {
      // The first word comes before anybody asked; it is told again after the camera was asked.
      this.#background.add(box.look().then(() => void box.told(token, isOn)))
      return
    }
    const isNews = box.told(token, isOn)
    const known = box.outputs.get(token)
    if (!isNews || isState || known === undefined || this.#commanded.has(`${cameraId}|${token}`)) return
    const wasOurs = this.#table.all().some(row => row.cameraId === cameraId && row.token === token)
    if (wasOurs === isOn) return
    if (!isOn) this.#table.remove(cameraId, token)
    const kind = isOn ? 'camera.relay-on' : 'camera.relay-off'
    this.#write(cameraId, known, { kind: 'device', id: cameraId }, kind, { because: '', isConfirmed: true })
  }

  /** The camera cannot be heard any more. */
  silent(cameraId: string): void {
    this.#boxes.get(cameraId)?.box.silent()
  }

  /** The site or credentials were changed: cameras are asked anew where it is about them. */
  follow(): void {
    for (const [cameraId, { made }] of this.#boxes) {
      if (this.#recipe(cameraId)?.made === made) continue
      this.#drop(cameraId)
      this.look(cameraId)
    }
    this.#told()
  }

  /** Switches off what is due; called every second. */
  checkDue(): void {
    const nowMs = this.#options.clock.now()
    for (const row of this.#table.all()) {
      const key = `${row.cameraId}|${row.token}`
      // A clock that was set back by an hour does not keep a siren on for an hour.
      const isDue = nowMs >= row.endsAtMs || nowMs < row.sinceMs - 60_000
      if (!isDue || this.#ending.has(key) || nowMs < (this.#offAtMs.get(key) ?? -Infinity)) continue
      this.#ending.add(key)
      this.#background.add(this.#end(row).finally(() => this.#ending.delete(key)))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const cameraId of this.#boxes.keys()) this.#drop(cameraId)
    await this.#background[Symbol.asyncDispose]()
  }

  async #command(box: RelayBox, cameraId: string, token: string, on: boolean): Promise<boolean | null> {
    const key = `${cameraId}|${token}`
    this.#commanded.add(key)
    try {
      return await box.set(token, on)
    } finally {
      this.#commanded.delete(key)
    }
  }

  /** The time of an output is over. */
  async #end({ cameraId, token }: SwitchedOn): Promise<void> {
    const key = `${cameraId}|${token}`
    const box = this.#box(cameraId)
    const camera = this.#camera(cameraId)
    const about = { name: camera?.name ?? cameraId, output: this.#nameOf(cameraId, token), token }
    const write = (kind: string, body: object) =>
      this.#options.journal.append({ actor: station, kind, subject: cameraId, body: { ...about, ...body } })
    try {
      if (box === null) throw new Refusal('relays.none')
      const isConfirmed = await this.#command(box, cameraId, token, false)
      this.#options.journal.transaction(() => {
        this.#table.remove(cameraId, token)
        write('camera.relay-off', { because: 'time-over', isConfirmed })
      })
      this.#offAtMs.delete(key)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // A camera without this output, or taken out of the site, is never asked again.
      const isOver = error.code === 'relays.none' || error.code === 'relays.unknown-output'
      if (isOver) this.#table.remove(cameraId, token)
      if (isOver || !this.#offAtMs.has(key)) write('camera.relay-off-failed', { code: error.code })
      if (isOver) this.#offAtMs.delete(key)
      else this.#offAtMs.set(key, this.#options.clock.now() + offAgainMs)
    }
    this.#told()
  }

  /** Of a recorder only what the site file names: nobody could tell whose the others are. */
  #offered(cameraId: string, box: RelayBox): KnownOutput[] {
    const camera = this.#camera(cameraId)
    const isShared =
      this.#options.cameras().filter(({ onvif, retired }) => !retired && onvif?.url === camera?.onvif?.url)
        .length > 1
    return [...box.outputs.values()].filter(
      ({ relay }) => !isShared || camera?.relays?.some(({ token }) => token === relay.token),
    )
  }

  #describe(cameraId: string, { relay }: KnownOutput): Pick<RelayOutput, 'name' | 'use' | 'mostSeconds'> {
    const named = this.#camera(cameraId)?.relays?.find(({ token }) => token === relay.token)
    const use = named?.use ?? 'other'
    const mostSeconds = Math.min(named?.mostSeconds ?? relaySeconds[use], longestRelaySeconds)
    return { name: named?.name ?? relay.token, use, mostSeconds }
  }

  #outputOf(cameraId: string, known: KnownOutput, on: SwitchedOn | undefined): RelayOutput {
    const { relay, state, isConfirmed } = known
    const by = on?.actor
    return {
      token: relay.token,
      ...this.#describe(cameraId, known),
      mode: relay.mode,
      state,
      isConfirmed,
      endsAtMs: on?.endsAtMs ?? null,
      byName: by?.kind === 'user' ? by.name : '',
    }
  }

  #box(cameraId: string): RelayBox | null {
    const known = this.#boxes.get(cameraId)
    if (known !== undefined) return known.box
    const recipe = this.#recipe(cameraId)
    if (recipe === null) return null
    const { made, ...parts } = recipe
    const box = new RelayBox({ ...parts, clock: this.#options.clock, changed: () => this.#told() })
    this.#boxes.set(cameraId, { box, made })
    return box
  }

  #drop(cameraId: string): void {
    const known = this.#boxes.get(cameraId)
    this.#boxes.delete(cameraId)
    if (known !== undefined) this.#background.add(known.box[Symbol.asyncDispose]())
  }

  /** Of what a box is made; null for a camera that is not asked. */
  #recipe(cameraId: string) {
    const camera = this.#camera(cameraId)
    if (camera?.onvif === undefined || !camera.enabled) return null
    const credentials =
      camera.credentials === undefined ? null : this.#options.credentialsOf(camera.credentials)
    const parts = { address: camera.onvif.url, credentials }
    return { ...parts, made: JSON.stringify(parts) }
  }

  #camera(cameraId: string): Camera | undefined {
    return this.#options.cameras().find(({ id, retired }) => id === cameraId && !retired)
  }

  #nameOf(cameraId: string, token: string): string {
    return this.#camera(cameraId)?.relays?.find(relay => relay.token === token)?.name ?? token
  }

  #write(cameraId: string, known: KnownOutput, actor: Actor, kind: string, body: object): void {
    const name = this.#camera(cameraId)?.name ?? cameraId
    const { token } = known.relay
    const about = { name, output: this.#nameOf(cameraId, token), token }
    this.#options.journal.append({ actor, kind, subject: cameraId, body: { ...about, ...body } })
  }

  #told(): void {
    this.changed.emit(this.report())
  }
}
