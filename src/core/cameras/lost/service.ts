import { givesPicture, type CameraReport } from '../../../shared/domain/camera.ts'
import { station } from '../../../shared/domain/person.ts'
import type { Camera } from '../../../shared/site.ts'
import type { Raising } from '../../incidents/shelving/service.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Books } from '../../ledgers/books/service.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { stepLosses, type KnownLosses, type LossGroup, type LossStep, type Sight } from './step.ts'
import { lossTable, type ToldLoss } from './table.ts'

/** While the station starts every camera is being dialled; what is lost by then counts from its end. */
const startUpMs = 30_000
/** A field of a book holds no more characters. */
const mostCharacters = 480
const linePrefix = 'camera-loss-'

const bad: ReadonlySet<string> = new Set(['stalled', 'lost', 'unauthorised', 'unsupported'])

export interface LostCamerasOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly raising: Raising
  readonly books: Pick<Books, 'put' | 'correct' | 'complete' | 'valuesOf'>
  /** As the site file says now. */
  readonly cameras: () => readonly Camera[]
  readonly reports: () => readonly CameraReport[]
  /** Out of use as planned (A-13.b), or not seen again since. */
  readonly isExpected: (cameraId: string) => boolean
  /** How long a camera may be without a picture, ms. */
  readonly afterMs: () => number
}

/**
 * C18, G1: a camera that gives no picture for longer than the site file allows is an incident and a line of the book of
 * faults; when the picture is back both say so, with the time.
 */
export class LostCameras {
  readonly #options: LostCamerasOptions
  readonly #table: ReturnType<typeof lossTable>
  readonly #fromMonotonicMs: number
  #losses: KnownLosses
  #told: readonly ToldLoss[]

  constructor(options: LostCamerasOptions) {
    this.#options = options
    this.#table = lossTable(options.db)
    this.#fromMonotonicMs = options.clock.monotonic() + startUpMs
    this.#told = this.#table.all()
    this.#losses = new Map(
      this.#told.map(({ cameraId, placeKey, sinceMs }) => [cameraId, { kind: 'told', sinceMs, placeKey }]),
    )
  }

  /** Looks at all cameras; called every second. */
  look(): void {
    const { clock, journal, afterMs } = this.#options
    const monotonicMs = clock.monotonic()
    if (monotonicMs < this.#fromMonotonicMs) return
    const time = { nowMs: clock.now(), monotonicMs, afterMs: afterMs() }
    const step = stepLosses(this.#losses, this.#sights(), time)
    const isStanding = ({ cameraId }: ToldLoss) => step.losses.get(cameraId)?.kind === 'told'
    if (step.told.length > 0 || !this.#told.every(isStanding))
      this.#told = journal.transaction(() => this.#store(step, this.#told.filter(isStanding)))
    this.#losses = step.losses
  }

  #sights(): Sight[] {
    const { cameras, reports, isExpected } = this.#options
    const known = new Map(reports().map(report => [report.id, report]))
    return cameras()
      .filter(({ enabled, retired }) => enabled && !retired)
      .map(({ id }) => ({ cameraId: id, picture: pictureOf(known.get(id)), isExpected: isExpected(id) }))
  }

  /** Gives what stands now. */
  #store(step: LossStep, standing: readonly ToldLoss[]): ToldLoss[] {
    for (const { cameraId } of this.#told)
      if (step.losses.get(cameraId)?.kind !== 'told') this.#table.remove(cameraId)
    for (const key of step.back) this.#options.raising.restored(key, station, 'stream-back')
    const lines = new Set(standing.map(({ line }) => line))
    for (const line of new Set(this.#told.map(told => told.line))) if (!lines.has(line)) this.#repaired(line)
    const all = [...standing]
    for (const group of step.told) all.push(...this.#tell(group, all))
    return all
  }

  #tell(group: LossGroup, standing: readonly ToldLoss[]): ToldLoss[] {
    const { raising, clock } = this.#options
    const { placeKey, cameraIds, sinceMs, isMostOfAll } = group
    const names = cameraIds.map(id => this.#nameOf(id))
    raising.occur({
      kind: isMostOfAll ? 'power-failure' : 'video-loss',
      place: { key: placeKey, name: placeName(names, isMostOfAll), panelId: null, zoneId: null, cameraIds },
      actor: station,
      code: 'stream-lost',
      deviceAtMs: null,
      receivedAtMs: clock.now(),
    })
    const beside = standing.find(told => told.placeKey === placeKey)?.line
    const line = beside ?? `${linePrefix}${Math.round(sinceMs)}-${cameraIds[0]}`
    if (beside === undefined) this.#broken(line, names, sinceMs)
    else this.#alsoBroken(line, names)
    return cameraIds.map(cameraId => {
      const told = { cameraId, placeKey, sinceMs, line }
      this.#table.put(told)
      return told
    })
  }

  #broken(line: string, names: readonly string[], sinceMs: number): void {
    const values = {
      found: String(Math.round(sinceMs)),
      part: short(`${names.join('、')}：无图像`),
      system: 'video',
      finder: '值守台',
    }
    this.#options.books.put({ book: 'faults', id: line, values, attachments: [] }, station)
  }

  #alsoBroken(line: string, names: readonly string[]): void {
    this.#correct(line, '同时失去图像的摄像机增加', ({ part = '' }) => ({
      part: short(`${names.join('、')}、${part}`),
    }))
  }

  #repaired(line: string): void {
    const at = String(Math.round(this.#options.clock.now()))
    const { books } = this.#options
    const entry = `faults:${line}`
    const before = books.valuesOf(entry)
    // What a person has written about the repair stays.
    if (before !== null && (before['repaired'] ?? '') === '')
      books.complete({ entry, values: { repaired: at } }, station)
  }

  #correct(
    line: string,
    reason: string,
    change: (values: Readonly<Record<string, string>>) => Record<string, string>,
  ): void {
    const { books } = this.#options
    const entry = `faults:${line}`
    const before = books.valuesOf(entry)
    if (before === null) return
    const changes = change(before)
    if (Object.entries(changes).every(([field, value]) => before[field] === value)) return
    books.correct({ entry, values: { ...before, ...changes }, reason }, station)
  }

  #nameOf(id: string): string {
    return this.#options.cameras().find(camera => camera.id === id)?.name ?? id
  }
}

/** Whether a line of the book of faults tells of a camera without a picture: that one the station looks at by itself. */
export const isOfLostCamera = (entry: string): boolean => entry.startsWith(`faults:${linePrefix}`)

function pictureOf(report: CameraReport | undefined): Sight['picture'] {
  if (report === undefined) return 'unknown'
  if (givesPicture(report)) return 'live'
  return [report.main, report.sub].some(({ state }) => bad.has(state)) ? 'lost' : 'unknown'
}

function placeName(names: readonly string[], isMostOfAll: boolean): string {
  const [only = ''] = names
  if (names.length === 1) return `${only}：无图像`
  return isMostOfAll
    ? `疑似拉闸或断网：${names.length} 路摄像机同时无图像`
    : `${names.length} 路摄像机同时无图像（${only} 等）`
}

const short = (text: string): string =>
  text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}…`
