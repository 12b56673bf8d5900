import { station } from '../../../shared/domain/person.ts'
import type { Camera } from '../../../shared/site.ts'
import { followAlertStream } from '../../isapi/alert-stream.ts'
import type { Alert } from '../../isapi/alert.ts'
import type { Journal } from '../../journal/journal.ts'
import type { OnvifCredentials } from '../../onvif/model.ts'
import type { Clock } from '../../platform/clock.ts'
import { cameraEventOf } from './isapi-event.ts'
import type { CameraEvents } from './service.ts'

export interface IsapiWatchOptions {
  readonly cameras: () => readonly Camera[]
  readonly credentialsOf: (name: string) => OnvifCredentials | null
  readonly events: Pick<CameraEvents, 'report' | 'lost' | 'heard'>
  readonly journal: Journal
  readonly clock: Clock
}

/** One device: a camera, or a recorder with cameras on its channels. */
interface Group {
  readonly url: string
  readonly credentials: OnvifCredentials
  readonly cameras: readonly Camera[]
}

/** Listens to the alertStream of every camera of the site that has `isapiEvents`; one stream a device. */
export class IsapiWatch implements AsyncDisposable {
  readonly #options: IsapiWatchOptions
  readonly #listening = new Map<string, { readonly group: Group; readonly stream: AsyncDisposable }>()
  readonly #ending = new Set<Promise<void>>()

  constructor(options: IsapiWatchOptions) {
    this.#options = options
  }

  /** The site or credentials were changed: streams are begun and ended where it is about them. */
  follow(): void {
    const wanted = this.#wanted()
    for (const [key, { group, stream }] of this.#listening) {
      if (wanted.has(key)) continue
      this.#listening.delete(key)
      const ended = Promise.resolve(stream[Symbol.asyncDispose]()).finally(() => this.#ending.delete(ended))
      this.#ending.add(ended)
      for (const { id } of group.cameras) this.#options.events.lost(id)
    }
    for (const [key, group] of wanted)
      if (!this.#listening.has(key)) this.#listening.set(key, { group, stream: this.#begin(group) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const streams = [...this.#listening.values()].map(({ stream }) => stream[Symbol.asyncDispose]())
    await Promise.all([...streams, ...this.#ending])
  }

  /** By device: the same address with the same login. One whose credentials are not set is not dialled. */
  #wanted(): Map<string, Group> {
    const groups = new Map<string, Group>()
    for (const camera of this.#options.cameras()) {
      const { isapiEvents, credentials: name, retired, enabled } = camera
      if (isapiEvents === undefined || name === undefined || retired || !enabled) continue
      const credentials = this.#options.credentialsOf(name)
      if (credentials === null) continue
      const { url } = isapiEvents
      const key = JSON.stringify([url, credentials])
      const cameras = [...(groups.get(key)?.cameras ?? []), camera]
      groups.set(key, { url, credentials, cameras })
    }
    // Which channel is which camera belongs to the stream: it is begun anew when that changes.
    return new Map(
      [...groups].map(([key, group]) => [
        `${key} ${JSON.stringify(group.cameras.map(({ id, isapiEvents }) => [id, isapiEvents?.channel]))}`,
        group,
      ]),
    )
  }

  #begin(group: Group): AsyncDisposable {
    const { clock } = this.#options
    const { url, credentials, cameras } = group
    let wasLost = false
    return followAlertStream(
      { baseUrl: url, user: credentials.user, password: credentials.password },
      {
        // eslint-disable-next-line typescript/require-await -- an error of the store must reject, not throw
        alert: async (alert, raw) => this.#heard(alert, raw, cameras),
        // A device's own oddities are no news of its cameras, and would come every second.
        notUnderstood: () => {},
        line: (state, reason) => {
          for (const { id } of cameras) this.#options.events[state === 'lost' ? 'lost' : 'heard'](id)
          if (state === 'lost') this.#write(cameras, 'camera.events-lost', { reason })
          else if (wasLost) this.#write(cameras, 'camera.events-back', {})
          wasLost = state === 'lost'
        },
      },
      clock,
    )
  }

  #heard(alert: Alert, raw: string, cameras: readonly Camera[]): void {
    const camera = cameras.find(({ isapiEvents }) => isapiEvents?.channel === (alert.channel ?? 1))
    if (camera === undefined) return
    const { events, clock } = this.#options
    const event = cameraEventOf(alert, { cameraId: camera.id, receivedAtMs: clock.now(), raw })
    if (event !== null) events.report(event)
  }

  #write(cameras: readonly Camera[], kind: string, body: object): void {
    const { journal } = this.#options
    journal.transaction(() => {
      for (const { id, name } of cameras)
        journal.append({ actor: station, kind, subject: id, body: { name, ...body } })
    })
  }
}
