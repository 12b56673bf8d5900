import { randomBytes } from 'node:crypto'
import type {
  AddOutcome,
  CameraMeaning,
  CameraNetwork,
  CameraSetup,
  CsvRow,
  GivenCredentials,
  SetupOverview,
} from '../../../shared/contract/setup.ts'
import { clockDeviationLimitMs } from '../../../shared/domain/clock.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import {
  chooseStreams,
  type ClockVerdict,
  type FoundCamera,
  type FoundDevice,
  type StreamFacts,
} from '../../../shared/domain/setup.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Camera } from '../../../shared/site.ts'
import { discover } from '../../onvif/discovery.ts'
import { OnvifError } from '../../onvif/errors.ts'
import { inspectDevice } from '../../onvif/inspect.ts'
import type { Channel, Inspection } from '../../onvif/model.ts'
import type { CredentialStore } from '../../station/credentials.ts'
import type { SiteStore } from '../../station/site-store.ts'
import type { Credentials } from '../ffmpeg-arguments.ts'
import { camerasFromCsv } from './csv-cameras.ts'
import { CsvChecks } from './csv-checks.ts'
import {
  addCamera,
  changeMeaning,
  changeNetwork,
  nextCameraId,
  retireCamera,
  returnCamera,
} from './drafts.ts'
import { camerasOfDevice, camerasWithStream } from './known-cameras.ts'
import { jpegOf, probeStream, type ProbeTools } from './probe-stream.ts'

export interface OnboardingOptions {
  readonly sites: SiteStore
  readonly credentials: CredentialStore
  readonly tools: ProbeTools
  /** Aborts when the station stops. */
  readonly stopping: AbortSignal
}

/** What a camera to be added is made of. */
export interface NewCamera {
  readonly meaning: CameraMeaning
  readonly network: CameraNetwork
  readonly credentials: GivenCredentials
}

type StreamToTry = Pick<CameraNetwork, 'transport'> & { url: string; credentials: GivenCredentials }

const longestInspectionMs = 45_000

/** Brings cameras into the site, changes them and takes them out; every change is journaled with who and what. */
export class Onboarding {
  readonly #options: OnboardingOptions
  readonly #csvChecks = new CsvChecks(({ network: { mainUrl: url, transport }, credentials }) =>
    this.testStream({ url, transport, credentials }),
  )

  constructor(options: OnboardingOptions) {
    this.#options = options
  }

  get #cameras(): readonly Camera[] {
    return this.#options.sites.current.cameras
  }

  overview(): SetupOverview {
    const { sites, credentials } = this.#options
    return {
      cameras: this.#cameras.map(setupOf),
      credentials: credentials.list(),
      places: sites.current.places.map(({ id, name, type, keyArea }) => ({ id, name, type, keyArea })),
    }
  }

  /** WS-Discovery on all networks. */
  async discover(): Promise<{ devices: FoundDevice[]; failures: string[] }> {
    const { tools, stopping } = this.#options
    const { devices, failures } = await discover({ clock: tools.clock, signal: stopping })
    return {
      devices: devices.flatMap(({ endpoint, addresses, name, hardware, host }) => {
        const [address] = addresses
        if (address === undefined) return []
        const known = camerasOfDevice(this.#cameras, address)
        return [{ endpoint, address, host, name, hardware, known }]
      }),
      failures: failures.map(({ interfaceAddress, reason }) => `${interfaceAddress}: ${reason}`),
    }
  }

  /**
   * Asks one device for all that is to be known of it.
   * @throws Refusal `setup.unauthorised` (the password is wrong, for certain), `setup.unreachable`,
   *   `setup.address-invalid`, `setup.no-onvif`, `setup.credentials-unknown`
   */
  async inspect(address: string, given: GivenCredentials) {
    const { tools, stopping } = this.#options
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestInspectionMs)])
    const credentials = this.#credentialsOf(given)
    const found = await inspectDevice(address, credentials, { clock: tools.clock, signal }).catch(
      (error: unknown) => {
        throw refusalOf(error)
      },
    )
    const { manufacturer, model, firmware, serialNumber } = found.information
    return {
      address: found.address,
      manufacturer,
      model,
      firmware,
      serialNumber,
      clock: verdictOf(found),
      channels: found.channels.map(channel => foundCamera(channel, this.#cameras)),
    }
  }

  /** @throws Refusal as `probeStream` */
  async testStream(stream: StreamToTry): Promise<StreamFacts> {
    const probed = await this.#probe(stream)
    const known = camerasWithStream(this.#cameras, [stream.url])
    return { codec: probed.codec, width: probed.width, height: probed.height, fps: probed.fps, known }
  }

  /** One picture as JPEG. @throws Refusal as `probeStream` */
  async testPicture(stream: StreamToTry): Promise<Buffer> {
    return await jpegOf(await this.#probe(stream), this.#options.tools)
  }

  /** Adds each camera for itself: one that cannot be added does not keep the others out. */
  add(cameras: readonly NewCamera[], actor: UserActor): AddOutcome[] {
    const stored = new Map<string, string>()
    return cameras.map(camera => {
      const { name } = camera.meaning
      try {
        return { name, id: this.#addOne(camera, stored, actor), code: null }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return { name, id: null, code: error.code }
      }
    })
  }

  /** @throws Refusal `cameras.unknown`, or as `SiteStore.change` */
  change(id: string, meaning: CameraMeaning, actor: UserActor): void {
    this.#options.sites.change(actor, `修改摄像机 ${id}`, draft => changeMeaning(draft, id, meaning))
  }

  /** @throws Refusal `cameras.unknown`, or as `SiteStore.change` */
  changeNetwork(id: string, network: CameraNetwork, credentials: string | null, actor: UserActor): void {
    this.#options.sites.change(actor, `修改摄像机 ${id} 的网络参数`, draft =>
      changeNetwork(draft, id, network, credentials),
    )
  }

  /** @throws Refusal `cameras.unknown`, or as `SiteStore.change` */
  retire(id: string, reason: string, actor: UserActor): void {
    this.#options.sites.change(actor, `停用摄像机 ${id}：${reason}`, draft => retireCamera(draft, id))
  }

  /** Back in service. @throws Refusal `cameras.unknown`, or as `SiteStore.change` */
  return(id: string, actor: UserActor): void {
    this.#options.sites.change(actor, `恢复使用摄像机 ${id}`, draft => returnCamera(draft, id))
  }

  previewCsv(text: string): CsvRow[] {
    this.#csvChecks.begin()
    return camerasFromCsv(text, this.#options.sites.current).map(({ row }) => row)
  }

  /**
   * Tries the main stream of one line on the device, as the station will dial it.
   * @throws Refusal `setup.csv-row-wrong` for a line that cannot be saved, or as `probeStream`
   */
  async checkCsv(text: string, line: number): Promise<StreamFacts> {
    const found = camerasFromCsv(text, this.#options.sites.current).find(({ row }) => row.line === line)
    if (found?.camera == null) throw new Refusal('setup.csv-row-wrong')
    return await this.#csvChecks.check(found.camera)
  }

  /** Adds the lines without errors; the others are told as not added. */
  addCsv(text: string, actor: UserActor): AddOutcome[] {
    return camerasFromCsv(text, this.#options.sites.current).flatMap(({ row, camera }) =>
      camera === null
        ? [{ name: row.name, id: null, code: 'setup.csv-row-wrong' }]
        : this.add([camera], actor),
    )
  }

  #addOne(
    { meaning, network, credentials: given }: NewCamera,
    stored: Map<string, string>,
    actor: UserActor,
  ): string {
    const { sites, credentials } = this.#options
    // The channels of one recorder share what was typed for it.
    const key = JSON.stringify(given)
    const name = stored.get(key) ?? this.#nameFor(given, network)
    // Before the camera is there: its first dial is to be made with them.
    const isNew = given.kind === 'typed' && name !== null && !stored.has(key)
    if (isNew) credentials.set(actor, name, { user: given.user, password: given.password })
    let id = ''
    try {
      sites.change(actor, `新增摄像机“${meaning.name}”`, draft => {
        id = nextCameraId(draft)
        addCamera(draft, id, { meaning, network, credentials: name })
      })
    } catch (error) {
      if (isNew) credentials.remove(actor, name)
      throw error
    }
    if (isNew) stored.set(key, name)
    return id
  }

  /** A name for typed credentials that nobody uses yet, by the device's host. */
  #nameFor(given: GivenCredentials, { mainUrl }: CameraNetwork): string | null {
    if (given.kind === 'none') return null
    if (given.kind === 'stored') {
      if (this.#options.credentials.get(given.name) === null) throw new Refusal('setup.credentials-unknown')
      return given.name
    }
    const host = new URL(mainUrl).hostname.replaceAll(/[^A-Za-z0-9.-]/g, '-')
    return `${host.replace(/^[^A-Za-z0-9]+/, '')}-${randomBytes(2).toString('hex')}`
  }

  #probe({ url, transport, credentials }: StreamToTry) {
    return probeStream({ url, transport, credentials: this.#credentialsOf(credentials) }, this.#options.tools)
  }

  #credentialsOf(given: GivenCredentials): Credentials | null {
    if (given.kind === 'none') return null
    if (given.kind === 'typed') return { user: given.user, password: given.password }
    const stored = this.#options.credentials.get(given.name)
    if (stored === null) throw new Refusal('setup.credentials-unknown')
    return stored
  }
}

function setupOf(camera: Camera): CameraSetup {
  const { id, name, place, viewPurposes, record, retentionDays, enabled, retired, position } = camera
  const { streams, transport, onvif, credentials } = camera
  return {
    id,
    name,
    placeId: place,
    viewPurposes,
    record,
    retentionDays,
    enabled,
    retired,
    position,
    network: {
      mainUrl: streams.main.url,
      subUrl: streams.sub?.url ?? null,
      transport,
      onvifUrl: onvif?.url ?? null,
    },
    credentials: credentials ?? null,
  }
}

/** Beyond only when even the error of the measurement cannot excuse it; within only when it is certain (A-15.1.4.b). */
function verdictOf({ offsetMs, offsetErrorMs, clockSetBy }: Inspection): ClockVerdict {
  const base = { offsetMs, errorMs: offsetErrorMs, setBy: clockSetBy }
  if (offsetMs === null) return { ...base, verdict: 'unknown' }
  const isWithin = Math.abs(offsetMs) + (offsetErrorMs ?? 0) <= clockDeviationLimitMs
  return { ...base, verdict: isWithin ? 'within' : 'beyond' }
}

function foundCamera({ name, profiles }: Channel, cameras: readonly Camera[]): FoundCamera {
  const found = profiles.map(({ token, name: profileName, video, streamUri }) => ({
    token,
    name: profileName,
    codec: video?.codec ?? ('other' as const),
    width: video?.width ?? 0,
    height: video?.height ?? 0,
    fps: video?.fps ?? null,
    bitrateKbps: video?.bitrateKbps ?? null,
    url: streamUri,
  }))
  const urls = found.flatMap(({ url }) => url ?? [])
  return { name, profiles: found, ...chooseStreams(found), known: camerasWithStream(cameras, urls) }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof TypeError) return new Refusal('setup.address-invalid')
  if (!(error instanceof OnvifError)) return error
  if (error.kind === 'unauthorised') return new Refusal('setup.unauthorised')
  if (error.kind === 'unreachable') return new Refusal('setup.unreachable', { reason: error.message })
  return new Refusal('setup.no-onvif', { reason: error.message })
}
