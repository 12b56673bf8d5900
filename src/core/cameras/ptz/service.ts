import { station, type Actor } from '../../../shared/domain/person.ts'
import type { PtzOwner, PtzReport, PtzTarget, PtzVelocity } from '../../../shared/domain/ptz.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Camera } from '../../../shared/site.ts'
import type { Journal } from '../../journal/journal.ts'
import type { OnvifCredentials } from '../../onvif/model.ts'
import { BackgroundWork } from '../../platform/background-work.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { Log } from '../../platform/log.ts'
import type { SiteStore } from '../../station/site-store.ts'
import { PtzHead } from './head.ts'
import { actorOf, Locks } from './locks.ts'
import type { PtzEvent } from './lock.ts'

export interface PtzOptions {
  readonly sites: Pick<SiteStore, 'current' | 'change'>
  readonly credentialsOf: (name: string) => OnvifCredentials | null
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
}

/** A camera that could not be sent back is tried again after this. */
const returnAgainMs = 30_000

interface KnownHead {
  readonly head: PtzHead
  /** What it was made of; another head is made when that changes. */
  readonly made: string
}

/**
 * 云台: cameras that turn. One person holds a camera at a time (`lock.ts`); the commands go to its `PtzHead`. Two
 * minutes after the last command the camera goes back to its guard position, also after a restart. The journal has one
 * entry for each hold, change of hands, way back and change of a preset, none for a single movement.
 */
export class Ptz implements AsyncDisposable {
  readonly changed = new Emitter<PtzReport[]>()
  readonly #options: PtzOptions
  readonly #locks: Locks
  readonly #heads = new Map<string, KnownHead>()
  readonly #background: BackgroundWork
  /** Cameras that could not be sent back, and whose failure is written down. */
  readonly #stranded = new Set<string>()

  constructor(options: PtzOptions) {
    this.#options = options
    this.#background = new BackgroundWork(options.log, 'PTZ failed')
    this.#locks = new Locks(options, cameraId => this.#camera(cameraId)?.name ?? cameraId)
  }

  /** Cameras that were asked at least once. */
  report(): PtzReport[] {
    return [...this.#heads].map(([cameraId, { head }]) => ({
      cameraId,
      ...head.facts,
      isExpected: this.#camera(cameraId)?.ptz !== undefined || this.#locks.isKnown(cameraId),
      guard: this.#guardOf(cameraId),
      ...this.#locks.shown(cameraId),
    }))
  }

  /** Asks the camera; the answer is told by `changed`. */
  look(cameraId: string): void {
    const head = this.#head(cameraId)
    if (head !== null) this.#background.add(head.look())
  }

  /** Waits until the camera has said that it turns. @throws Refusal `ptz.none`, or the code of its failure */
  async ready(cameraId: string): Promise<void> {
    const head = this.#head(cameraId)
    if (head === null) throw new Refusal('ptz.none')
    if (head.facts.ability !== 'ready') await head.look()
    const { ability, failure } = head.facts
    if (ability === 'ready' && failure !== 'unauthorised') return
    throw failure === null || failure === 'refused' ? new Refusal('ptz.none') : new Refusal(`ptz.${failure}`)
  }

  /** @throws Refusal `ptz.held`, `ptz.outranked` */
  take(cameraId: string, by: PtzOwner, takeOver: boolean): void {
    const { outcomes } = this.#step(cameraId, { kind: 'take', by, takeOver })
    // What the one before had begun is not the newcomer's movement.
    if (outcomes.some(({ kind }) => kind === 'taken-over')) this.#halt(cameraId)
  }

  release(cameraId: string, byId: string): void {
    this.#step(cameraId, { kind: 'release', byId })
    if (this.#locks.ownerOf(cameraId) === null) this.#halt(cameraId)
  }

  /** @throws Refusal `ptz.not-held`, or the code of a failure of the camera */
  async move(cameraId: string, byId: string, velocity: PtzVelocity): Promise<void> {
    await this.#command(cameraId, byId).move(velocity)
  }

  /** Stops; of somebody who does not hold the camera it is no command. */
  async stop(cameraId: string, byId: string): Promise<void> {
    if (this.#locks.ownerOf(cameraId)?.id === byId) await this.#command(cameraId, byId).stop()
  }

  /** @throws Refusal as `move` */
  async go(cameraId: string, byId: string, to: PtzTarget): Promise<void> {
    await this.#command(cameraId, byId).go(to)
  }

  /** @throws Refusal as `move` */
  async savePreset(cameraId: string, actor: PtzOwner, name: string, over: string | null): Promise<void> {
    const token = await this.#command(cameraId, actor.id).savePreset(name, over)
    this.#write(cameraId, actor, 'camera.ptz-preset-saved', { preset: name, token, isNew: over === null })
  }

  /** @throws Refusal as `move`; `ptz.is-guard` */
  async removePreset(cameraId: string, actor: PtzOwner, token: string): Promise<void> {
    const guard = this.#guardOf(cameraId)
    if (guard?.kind === 'preset' && guard.token === token) throw new Refusal('ptz.is-guard')
    const head = this.#command(cameraId, actor.id)
    const preset = head.facts.presets.find(known => known.token === token)?.name ?? token
    await head.removePreset(token)
    this.#write(cameraId, actor, 'camera.ptz-preset-removed', { preset, token })
  }

  /** Written into the site file, and with it into the journal. @throws Refusal of `SiteStore.change` */
  setGuard(cameraId: string, actor: Actor, guard: PtzTarget): void {
    const name = this.#camera(cameraId)?.name ?? cameraId
    this.#options.sites.change(actor, `${name}: guard position`, draft => {
      const camera = draft.cameras.find(({ id }) => id === cameraId)
      if (camera === undefined) throw new Refusal('cameras.unknown')
      camera.ptz = { guard }
    })
    this.#told()
  }

  /** Who sits at the desk: whoever left holds nothing, and only the one on top keeps a camera moving. */
  seatedNow(topId: string | null, personIds: readonly string[]): void {
    for (const cameraId of this.#locks.held()) {
      this.#step(cameraId, { kind: 'seated', personIds })
      const owner = this.#locks.ownerOf(cameraId)
      if (owner === null || owner.id !== topId) this.#halt(cameraId)
    }
  }

  /** The site or credentials were changed: cameras are asked anew where it is about them. */
  follow(): void {
    const changed = [...this.#heads].filter(([cameraId, { made }]) => this.#recipe(cameraId)?.made !== made)
    for (const [cameraId] of changed) {
      this.#drop(cameraId)
      // Somebody has it in sight: what was offered must not vanish.
      this.look(cameraId)
    }
    this.#told()
  }

  /** Looks at what is due; called every second. */
  checkDue(): void {
    for (const cameraId of this.#locks.waiting()) {
      const { outcomes } = this.#step(cameraId, { kind: 'tick' })
      if (outcomes.some(({ kind }) => kind === 'return')) this.#background.add(this.#goBack(cameraId))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const cameraId of this.#heads.keys()) this.#drop(cameraId)
    await this.#background[Symbol.asyncDispose]()
  }

  async #goBack(cameraId: string): Promise<void> {
    const head = this.#head(cameraId)
    if (head !== null && head.facts.ability !== 'ready') await head.look()
    const guard = this.#guardOf(cameraId)
    if (
      head === null ||
      head.facts.ability === 'none' ||
      (head.facts.ability === 'ready' && guard === null)
    ) {
      this.#locks.returned(cameraId)
      return
    }
    try {
      if (guard === null) throw new Refusal('ptz.unreachable')
      // Somebody who has taken it meanwhile and moves it comes first.
      const went = await head.go(guard)
      this.#locks.returned(cameraId)
      this.#stranded.delete(cameraId)
      if (went) this.#write(cameraId, null, 'camera.ptz-returned', { to: this.#nameOf(head, guard) })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (!this.#stranded.has(cameraId))
        this.#write(cameraId, null, 'camera.ptz-return-failed', { code: error.code })
      this.#stranded.add(cameraId)
      const againAtMs = this.#options.clock.now() + returnAgainMs
      this.#step(cameraId, { kind: 'return-failed', againAtMs })
    }
  }

  /** The head, for somebody who holds the camera. */
  #command(cameraId: string, byId: string): PtzHead {
    const moves = this.#guardOf(cameraId) !== null
    this.#step(cameraId, { kind: 'command', byId, moves })
    const head = this.#head(cameraId)
    if (head === null) throw new Refusal('ptz.none')
    return head
  }

  #step(cameraId: string, event: PtzEvent) {
    const stepped = this.#locks.step(cameraId, event)
    if (stepped.isNews) this.#told()
    return stepped
  }

  #halt(cameraId: string): void {
    const head = this.#heads.get(cameraId)?.head
    if (head !== undefined) this.#background.add(head.stop())
  }

  #head(cameraId: string): PtzHead | null {
    const known = this.#heads.get(cameraId)
    if (known !== undefined) return known.head
    const recipe = this.#recipe(cameraId)
    if (recipe === null) return null
    const { clock, log } = this.#options
    const head = new PtzHead({ ...recipe, clock, log, changed: () => this.#told() })
    this.#heads.set(cameraId, { head, made: recipe.made })
    return head
  }

  #drop(cameraId: string): void {
    const known = this.#heads.get(cameraId)
    this.#heads.delete(cameraId)
    if (known !== undefined) this.#background.add(known.head[Symbol.asyncDispose]())
  }

  /** Of what a head is made; null for a camera that is not asked. */
  #recipe(cameraId: string) {
    const camera = this.#camera(cameraId)
    if (camera?.onvif === undefined || camera.retired || !camera.enabled) return null
    const credentials =
      camera.credentials === undefined ? null : this.#options.credentialsOf(camera.credentials)
    const { main, sub } = camera.streams
    const streamUrls = [main.url, ...(sub === undefined ? [] : [sub.url])]
    const parts = { address: camera.onvif.url, credentials, streamUrls }
    return { ...parts, made: JSON.stringify(parts) }
  }

  #camera(cameraId: string): Camera | undefined {
    return this.#options.sites.current.cameras.find(({ id }) => id === cameraId)
  }

  #guardOf(cameraId: string): PtzTarget | null {
    const set = this.#camera(cameraId)?.ptz?.guard
    if (set !== undefined) return set
    return this.#heads.get(cameraId)?.head.facts.hasHome === true ? { kind: 'home' } : null
  }

  #nameOf(head: PtzHead, guard: PtzTarget): string {
    if (guard.kind === 'home') return 'home'
    return head.facts.presets.find(({ token }) => token === guard.token)?.name ?? guard.token
  }

  #write(cameraId: string, owner: PtzOwner | null, kind: string, body: object): void {
    const actor: Actor = owner === null ? station : actorOf(owner)
    const name = this.#camera(cameraId)?.name ?? cameraId
    this.#options.journal.append({ actor, kind, subject: cameraId, body: { name, ...body } })
  }

  #told(): void {
    this.changed.emit(this.report())
  }
}
