import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  gapBefore,
  stepArchive,
  type Archive,
  type ArchiveEvent,
  type ArchiveFacts,
  type ArchiveFailure,
  type ArchiveState,
} from '../../shared/domain/archive.ts'
import { beijingDay } from '../../shared/domain/daily-check.ts'
import { station, type Actor, type UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { isDiskFull } from '../platform/disk-full.ts'
import type { Log } from '../platform/log.ts'
import { archiveTable } from './table.ts'
import { CheckFailed, writePackage, type ArchiveSource } from './write-package.ts'

/** A folder that is not finished says so by its name; left over from a crash it is removed at the start. */
export const partialSuffix = '.archive-partial'
/** Left for the station itself: it records on. */
const reserveBytes = 256 * 1024 * 1024
/** What an entry takes in all the files together, on the average of a school's journal; upwards. */
const bytesPerEntry = 2_500
const megabyte = 1024 * 1024

export interface ArchivesOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
  readonly exportDir: string
  /** What one archive is made of. */
  readonly source: (archive: Archive, by: UserActor) => ArchiveSource
  /** Whether the journal verifies, as far as is known. */
  readonly isBroken: () => boolean
  /** Bytes that the export folder can take. */
  readonly freeBytes: () => Promise<number>
}

export interface ArchiveOrder {
  readonly name: string
  readonly from: string
  readonly through: string
}

/** Archives of terms for 学校主管部门 (A-N3.7.b): one is made at a time, from its beginning each time. */
export class Archives implements AsyncDisposable {
  readonly #options: ArchivesOptions
  readonly #table: ReturnType<typeof archiveTable>
  readonly #stopping = new AbortController()
  #current: { archive: Archive; cancel: AbortController; cancelledBy: UserActor | null } | null = null
  #done: Promise<void> = Promise.resolve()
  #isStarting = false

  private constructor(options: ArchivesOptions) {
    this.#options = options
    this.#table = archiveTable(options.db)
    for (const archive of this.#table.list())
      if (archive.state.kind === 'running') this.#end(archive, 'station-stopped', '')
  }

  /** Ends what a crash left behind: no package looks finished that is not. */
  static async start(options: ArchivesOptions): Promise<Archives> {
    const open = archiveTable(options.db)
      .list()
      .filter(({ state }) => state.kind === 'running')
    for (const { packageName } of open) await removeFolder(options.exportDir, packageName)
    for (const name of await readdir(options.exportDir).catch(() => []))
      if (name.endsWith(partialSuffix)) await removeFolder(options.exportDir, name)
    return new Archives(options)
  }

  /** The newest first; progress is in memory only. */
  list(): Archive[] {
    const current = this.#current?.archive
    return this.#table.list().map(each => (each.number === current?.number ? current : each))
  }

  /** @throws Refusal `archives.unknown` */
  byNumber(number: number): Archive {
    const archive = this.#table.byNumber(number)
    if (archive === null) throw new Refusal('archives.unknown')
    return archive
  }

  /**
   * Begins an archive; resolves when it has begun.
   * @throws Refusal `archives.period-invalid`, `archives.not-over`, `archives.busy`, `archives.journal-broken`,
   *   `archives.cannot-write`, `archives.no-space`
   */
  async order(order: ArchiveOrder, by: UserActor): Promise<Archive> {
    const { clock, isBroken } = this.#options
    if (order.from > order.through) throw new Refusal('archives.period-invalid')
    if (order.through >= beijingDay(clock.now())) throw new Refusal('archives.not-over')
    if (isBroken()) throw new Refusal('archives.journal-broken')
    if (this.#current !== null || this.#isStarting) throw new Refusal('archives.busy')
    this.#isStarting = true
    try {
      return await this.#begin(order, by)
    } finally {
      this.#isStarting = false
    }
  }

  /** @throws Refusal `archives.wrong-state` when it is not being made */
  cancel(number: number, by: UserActor): void {
    if (this.#current?.archive.number !== number) throw new Refusal('archives.wrong-state')
    this.#current.cancelledBy = by
    this.#current.cancel.abort()
  }

  /**
   * The next step in the life of a finished archive, journaled as `archives.signed` and so on; at its end the station's
   * own copy goes. @throws Refusal `archives.unknown`, and as `stepArchive`
   */
  async act(number: number, event: ArchiveEvent, actor: UserActor, place = ''): Promise<Archive> {
    const { journal, clock } = this.#options
    const changed = journal.transaction(() => {
      const archive = stepArchive(this.byNumber(number), event, clock.now())
      this.#table.put(archive)
      this.#note(actor, kindOf[event.type], archive, saidOf(event, place))
      return archive
    })
    if (!changed.isKept) await removeFolder(this.#options.exportDir, changed.packageName)
    return changed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort()
    await this.#done
  }

  async #begin(order: ArchiveOrder, by: UserActor): Promise<Archive> {
    const { clock, exportDir } = this.#options
    const number = this.#table.nextNumber()
    const plain = order.name.replaceAll(/[\\/:*?"<>|.\s]/g, '-')
    const archive: Archive = {
      number,
      ...order,
      packageName: `学期归档_${plain}_第${number}号`,
      by: { id: by.id, name: by.name },
      startedAtMs: clock.now(),
      state: { kind: 'running', stage: 'reading', fraction: 0 },
      facts: null,
      signed: null,
      saved: 0,
      delivery: null,
      receipt: null,
      isKept: false,
    }
    const source = this.#options.source(archive, by)
    await this.#refuseWithoutRoom(source)
    const folder = join(exportDir, `${archive.packageName}${partialSuffix}`)
    await rm(folder, { recursive: true, force: true }).catch(refuseUnwritable)
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch(refuseUnwritable)
    this.#table.put(archive)
    this.#note(by, 'archives.started', archive, {})
    this.#current = { archive, cancel: new AbortController(), cancelledBy: null }
    this.#done = this.#make(archive, source, folder)
    return archive
  }

  /** @throws Refusal `archives.no-space`, `archives.cannot-write` */
  async #refuseWithoutRoom({ range }: ArchiveSource): Promise<void> {
    const entries = Math.max(0, range.lastSeq - range.firstSeq + 1)
    const needed = entries * bytesPerEntry + reserveBytes
    const free = await this.#options.freeBytes().catch(refuseUnwritable)
    if (free < needed)
      throw new Refusal('archives.no-space', {
        needed: Math.ceil(needed / megabyte),
        free: Math.floor(free / megabyte),
      })
  }

  async #make(archive: Archive, source: ArchiveSource, folder: string): Promise<void> {
    const { exportDir, log } = this.#options
    const current = this.#current
    if (current === null) return
    const signal = AbortSignal.any([current.cancel.signal, this.#stopping.signal])
    try {
      const facts = await writePackage(
        folder,
        source,
        (stage, fraction) => {
          current.archive = { ...archive, state: { kind: 'running', stage, fraction } }
        },
        signal,
      )
      await rename(folder, join(exportDir, archive.packageName))
      this.#finished(archive, facts)
    } catch (error) {
      await rm(folder, { recursive: true, force: true }).catch((failure: unknown) =>
        log.error({ err: failure }, 'what was left of an archive could not be removed'),
      )
      if (this.#stopping.signal.aborted) this.#end(archive, 'station-stopped', '')
      else if (current.cancelledBy !== null) this.#cancelled(archive, current.cancelledBy)
      else {
        const reason = failureOf(error)
        if (reason === 'error' || reason === 'check-failed') log.error({ err: error }, 'an archive failed')
        this.#end(archive, reason, error instanceof Error ? error.message : String(error))
      }
    } finally {
      this.#current = null
    }
  }

  #finished(archive: Archive, facts: ArchiveFacts): void {
    const gap = gapBefore(archive.from, this.#table.list())
    this.#change({ ...archive, facts, isKept: true }, { kind: 'made' }, actorOf(archive), 'archives.made', {
      ...facts,
      ...(gap !== null && { gap }),
    })
  }

  #cancelled(archive: Archive, by: UserActor): void {
    const state = { kind: 'cancelled', atMs: this.#options.clock.now(), by: nameOf(by) } as const
    this.#change(archive, state, by, 'archives.cancelled', {})
  }

  #end(archive: Archive, reason: ArchiveFailure, detail: string): void {
    const state = { kind: 'failed', atMs: this.#options.clock.now(), reason, detail } as const
    this.#change(archive, state, station, 'archives.failed', { reason, detail })
  }

  #change(archive: Archive, state: ArchiveState, actor: Actor, kind: string, body: object): void {
    this.#options.journal.transaction(() => {
      this.#table.put({ ...archive, state })
      this.#note(actor, kind, archive, body)
    })
  }

  #note(actor: Actor, kind: string, archive: Archive, body: object): void {
    const { number, name, from, through, facts } = archive
    this.#options.journal.append({
      actor,
      kind,
      subject: `archive/${number}`,
      body: { number, name, from, through, packageHash: facts?.packageHash, ...body },
    })
  }
}

const nameOf = ({ id, name }: UserActor): { id: string; name: string } => ({ id, name })

const actorOf = ({ by }: Archive): UserActor => ({ kind: 'user', ...by, shiftId: null })

const kindOf = {
  sign: 'archives.signed',
  save: 'archives.saved',
  'hand-over': 'archives.handed-over',
  receive: 'archives.received',
  discard: 'archives.discarded',
} as const satisfies Record<ArchiveEvent['type'], string>

function saidOf(event: ArchiveEvent, place: string): object {
  switch (event.type) {
    case 'sign':
      return {}
    case 'save':
      return { place }
    case 'hand-over':
      return event.delivery
    case 'receive':
      return event.receipt
    case 'discard':
      return { reason: event.reason }
  }
}

function failureOf(error: unknown): ArchiveFailure {
  if (error instanceof CheckFailed) return 'check-failed'
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (isDiskFull(error)) return 'disk-full'
  return ['EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOENT', 'SQLITE_CANTOPEN'].includes(code)
    ? 'unwritable'
    : 'error'
}

function refuseUnwritable(error: unknown): never {
  throw new Refusal('archives.cannot-write', {
    reason: (error as NodeJS.ErrnoException).code ?? String(error),
  })
}

async function removeFolder(exportDir: string, name: string): Promise<void> {
  await rm(join(exportDir, name), { recursive: true, force: true })
}
