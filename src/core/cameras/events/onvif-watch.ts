import { station } from '../../../shared/domain/person.ts'
import type { Camera } from '../../../shared/site.ts'
import type { Journal } from '../../journal/journal.ts'
import type { OnvifErrorKind } from '../../onvif/errors.ts'
import { keepPulling } from '../../onvif/events/event-loop.ts'
import type { Notification } from '../../onvif/events/notification.ts'
import { eventOf } from '../../onvif/events/topics.ts'
import type { OnvifCredentials } from '../../onvif/model.ts'
import type { Clock } from '../../platform/clock.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { Log } from '../../platform/log.ts'
import { channelsOf, type ChannelOf } from './channels.ts'
import type { CameraEvents } from './service.ts'

/** `none`: the device has no events. */
export type EventLine = 'unknown' | 'online' | 'lost' | 'none'

export interface OnvifWatchOptions {
  readonly cameras: () => readonly Camera[]
  readonly credentialsOf: (name: string) => OnvifCredentials | null
  readonly events: CameraEvents
  /** Told how an output is; see `Relays`. */
  readonly relay: (cameraId: string, token: string, isOn: boolean, isState: boolean) => void
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
}

/** One device and the loop that listens to it. */
interface Listening {
  readonly cameras: readonly Camera[]
  readonly stop: AbortController
  readonly ended: Promise<void>
  line: EventLine
  sinceMs: number
  /** Whether its loss is written down. */
  isTold: boolean
  reason: string
}

/** What only happens is over after this, ms. */
const pulseMs = 5_000
/** Cameras that are away for less are no entry of the journal. */
const tellAfterMs = 30_000

/** Listens over ONVIF to every camera of the site that has it; one loop a device, not a channel. */
export class OnvifWatch implements AsyncDisposable {
  /** A camera can be heard, or not any more. */
  readonly changed = new Emitter<{
    readonly cameraId: string
    readonly line: EventLine
    readonly reason: string
  }>()
  readonly #options: OnvifWatchOptions
  readonly #listening = new Map<string, Listening>()
  readonly #ending = new Set<Promise<void>>()

  constructor(options: OnvifWatchOptions) {
    this.#options = options
  }

  lineOf(cameraId: string): EventLine {
    for (const { cameras, line } of this.#listening.values())
      if (cameras.some(({ id }) => id === cameraId)) return line
    return 'unknown'
  }

  /** The site or credentials were changed: loops are begun and ended where it is about them. */
  follow(): void {
    const wanted = this.#wanted()
    for (const [key, listening] of this.#listening) {
      if (wanted.has(key)) continue
      this.#listening.delete(key)
      listening.stop.abort()
      const ended = listening.ended.finally(() => this.#ending.delete(ended))
      this.#ending.add(ended)
      for (const { id } of listening.cameras) this.#options.events.lost(id)
    }
    for (const [key, parts] of wanted) if (!this.#listening.has(key)) this.#begin(key, parts)
  }

  /** Writes down who has been away for a while; called every second. */
  checkDue(): void {
    const nowMs = this.#options.clock.now()
    for (const listening of this.#listening.values()) {
      const { line, sinceMs, isTold } = listening
      if ((line !== 'lost' && line !== 'none') || isTold || nowMs - sinceMs < tellAfterMs) continue
      listening.isTold = true
      for (const { id } of listening.cameras) this.#options.events.silent(id, true)
      if (line === 'none') continue
      this.#write(listening, 'camera.events-lost', { sinceMs: Math.round(sinceMs), reason: listening.reason })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { stop } of this.#listening.values()) stop.abort()
    await Promise.all([...[...this.#listening.values()].map(({ ended }) => ended), ...this.#ending])
  }

  /** By device: the same address with the same login is one, whatever number of its channels the site has. */
  #wanted() {
    const groups = new Map<string, { address: string; login: string; cameras: Camera[] }>()
    for (const camera of this.#options.cameras()) {
      if (camera.onvif === undefined || camera.retired || !camera.enabled) continue
      // One that tells its events over its alertStream would tell them twice.
      if (camera.isapiEvents !== undefined) continue
      const login = camera.credentials ?? ''
      const key = `${camera.onvif.url}\n${login}`
      const group = groups.get(key) ?? { address: camera.onvif.url, login, cameras: [] }
      group.cameras.push(camera)
      groups.set(key, group)
    }
    return new Map(
      [...groups.values()].map(({ address, login, cameras }) => {
        const credentials = login === '' ? null : this.#options.credentialsOf(login)
        const urls = cameras.map(({ id, streams }) => [id, streams])
        return [JSON.stringify([address, credentials, urls]), { address, credentials, cameras }] as const
      }),
    )
  }

  #begin(
    key: string,
    parts: { address: string; credentials: OnvifCredentials | null; cameras: readonly Camera[] },
  ): void {
    const { clock, log } = this.#options
    const { cameras } = parts
    const stop = new AbortController()
    let channelOf: ChannelOf = () => null
    const listening: Listening = {
      cameras,
      stop,
      ended: keepPulling(
        {
          ...parts,
          clock,
          prepare: async (device, signal) => {
            channelOf = await channelsOf(device, cameras, { signal })
          },
          online: () => this.#online(listening),
          lost: (failure, reason) => this.#lost(listening, failure, reason),
          message: message => this.#heard(message, channelOf),
        },
        stop.signal,
      ).catch((error: unknown) => {
        log.error({ err: error, cameras: cameras.map(({ id }) => id) }, 'listening to a camera failed')
        this.#lost(listening, 'unreachable', 'internal')
      }),
      line: 'unknown',
      sinceMs: clock.now(),
      isTold: false,
      reason: '',
    }
    this.#listening.set(key, listening)
  }

  #online(listening: Listening): void {
    const { line, isTold, sinceMs } = listening
    const nowMs = this.#options.clock.now()
    if (line === 'lost' && isTold)
      this.#write(listening, 'camera.events-back', { fromMs: Math.round(sinceMs), toMs: Math.round(nowMs) })
    for (const { id } of listening.cameras) {
      this.#options.events.heard(id)
      this.#options.events.silent(id, false)
    }
    Object.assign(listening, { line: 'online', sinceMs: nowMs, isTold: false, reason: '' })
    this.#tell(listening)
  }

  #lost(listening: Listening, failure: OnvifErrorKind, reason: string): void {
    if (listening.stop.signal.aborted) return
    for (const { id } of listening.cameras) this.#options.events.lost(id)
    const line = failure === 'not-supported' ? 'none' : 'lost'
    const sinceMs = listening.line === 'lost' ? listening.sinceMs : this.#options.clock.now()
    Object.assign(listening, { line, sinceMs, reason: `${failure}: ${reason}` })
    this.#tell(listening)
  }

  #heard(message: Notification, channelOf: ChannelOf): void {
    const event = eventOf(message)
    const cameraId = event === null ? null : channelOf(event.video)
    if (event === null || cameraId === null) return
    if (event.kind === 'relay') {
      this.#options.relay(cameraId, event.source, event.edge === 'active', event.isState)
      return
    }
    this.#options.events.report({
      cameraId,
      kind: event.kind,
      source: event.source,
      edge: event.edge,
      isState: event.isState,
      ...(event.isPulse ? { endsAfterMs: pulseMs } : {}),
      deviceAtMs: event.atMs,
      receivedAtMs: this.#options.clock.now(),
      code: event.code,
      raw: event.raw,
    })
  }

  #tell({ cameras, line, reason }: Listening): void {
    for (const { id } of cameras) this.changed.emit({ cameraId: id, line, reason })
  }

  #write({ cameras }: Listening, kind: string, body: object): void {
    const { journal } = this.#options
    journal.transaction(() => {
      for (const { id, name } of cameras)
        journal.append({ actor: station, kind, subject: id, body: { name, ...body } })
    })
  }
}
