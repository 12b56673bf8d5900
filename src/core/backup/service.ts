import { appendFileSync, readdirSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { HandoverItem } from '../../shared/domain/handover.ts'
import { station, type Actor, type UserActor } from '../../shared/domain/person.ts'
import type { BackupReport } from '../../shared/domain/record-class.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { BackupSettings } from '../../shared/site/backup.ts'
import type { IncidentService } from '../incidents/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Seals } from '../journal/seals.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { isDiskFull } from '../platform/disk-full.ts'
import type { Log } from '../platform/log.ts'
import { makeBackup } from './make.ts'
import { recoverySheet } from './recovery-sheet.ts'
import { fingerprintOf, makeRecoveryKey } from './recovery-key.ts'

const hourMs = 3_600_000
/** A backup that failed is tried again after this. */
const retryMs = hourMs
/** A backup that takes longer hangs: the share does not answer any more. */
const longestMs = 2 * hourMs
/** What is dated further ahead than this was written while the clock was wrong. */
const aheadMs = hourMs
/** Older than this many intervals: a fault. */
const staleIntervals = 1.5
const filePattern = /^zhishou-\d{8}-\d{6}\.zsb$/

const Made = z.object({ file: z.string(), bytes: z.number(), headSeq: z.number().int() })
const SetUp = z.object({ folder: z.string() })
const KeyMade = z.object({ publicKey: z.string() })

const place = {
  key: 'station:backup',
  name: '记录备份',
  panelId: null,
  zoneId: null,
  cameraIds: [],
}

/** Backups on schedule to a second disk or a share; a missing or stale one is a fault, like that of a device. */
export class Backups {
  readonly #options: BackupsOptions
  /** Since when one is being made, by the monotonic clock; null while none is. */
  #busySinceMs: number | null = null
  #isHung = false
  /** Whether the folder lies on the disk of the data; null while nobody can say. */
  #disk: { readonly folder: string; readonly isSame: boolean } | null = null
  #failure: { readonly atMs: number; readonly reason: string } | null = null
  #isTold = false
  #setUp: { readonly folder: string; readonly atMs: number } | null = null

  constructor(options: BackupsOptions) {
    this.#options = options
  }

  report(): BackupReport {
    const settings = this.#options.settings()
    const last = this.#last()
    const key = this.#recipient()
    return {
      folder: settings?.folder ?? null,
      everyHours: settings?.everyHours ?? null,
      state: this.#state(settings),
      key: key === null ? null : fingerprintOf(key),
      last,
      failure: this.#failure?.reason ?? null,
      isSameDisk: settings === undefined ? false : this.#isSameDisk(settings),
    }
  }

  /** What everybody should know who takes over or inspects: that there is no copy that a dead disk would leave. */
  openItems(): HandoverItem[] {
    const settings = this.#options.settings()
    if (settings === undefined)
      return [{ id: 'backup-off:backup', kind: 'backup-off', name: '', sinceMs: null }]
    const { folder } = settings
    if (!this.#isSameDisk(settings)) return []
    return [{ id: 'backup-same-disk:backup', kind: 'backup-same-disk', name: folder, sinceMs: null }]
  }

  /**
   * A new recovery key: its private half is in the answer and nowhere else. Backups made from now on need it; older ones
   * need the older paper.
   */
  makeKey(actor: UserActor): { recoveryKey: string; fingerprint: string; html: string } {
    const { recoveryKey, publicKey } = makeRecoveryKey()
    const fingerprint = fingerprintOf(publicKey)
    const body = { publicKey: publicKey.toString('hex'), fingerprint }
    this.#options.journal.append({ actor, kind: 'backup.key-made', subject: 'backup', body })
    const { stationName, clock } = this.#options
    const facts = { recoveryKey, fingerprint, school: stationName(), madeBy: actor.name, atMs: clock.now() }
    return { recoveryKey, fingerprint, html: recoverySheet(facts) }
  }

  /** @throws Refusal `backup.off`, `backup.no-key`, `backup.busy`, `backup.disk-full`, `backup.failed` */
  async now(actor: Actor): Promise<void> {
    const settings = this.#options.settings()
    if (settings === undefined) throw new Refusal('backup.off')
    const recipient = this.#recipient()
    if (recipient === null) throw new Refusal('backup.no-key')
    if (this.#busySinceMs !== null) throw new Refusal('backup.busy')
    this.#busySinceMs = this.#options.clock.monotonic()
    this.#isHung = false
    try {
      await this.#make(settings, recipient, actor)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const reason = isDiskFull(error) ? 'disk-full' : message
      this.#failed(reason, actor)
      if (isDiskFull(error)) throw new Refusal('backup.disk-full')
      throw new Refusal('backup.failed', { reason })
    } finally {
      this.#busySinceMs = null
    }
  }

  /** Makes the backup that is due, and raises or ends the fault. Asked every second. */
  checkDue(): void {
    const settings = this.#options.settings()
    if (settings === undefined) return
    this.#noteSetUp(settings)
    const nowMs = this.#options.clock.now()
    this.#noteHung()
    const last = this.#last()
    const isDue = last === null || isPassed(last.atMs + settings.everyHours * hourMs, last.atMs, nowMs)
    const { atMs: failedMs } = this.#failure ?? { atMs: -Infinity }
    const mayTry = isPassed(failedMs + retryMs, failedMs, nowMs)
    // Whether a new one is just being made does not change how old the last is.
    this.#tellFault(this.#lasting(settings), settings)
    // The refusal is journaled and shown; there is nobody to tell.
    if (this.#recipient() !== null && isDue && mayTry && this.#busySinceMs === null)
      void this.now(station).catch(() => {})
  }

  #state(settings: BackupSettings | undefined): BackupReport['state'] {
    if (settings === undefined) return 'off'
    return this.#busySinceMs !== null && !this.#isHung ? 'busy' : this.#lasting(settings)
  }

  /** How it stands with the copies, whatever is going on. */
  #lasting(settings: BackupSettings): Exclude<BackupReport['state'], 'off' | 'busy'> {
    const nowMs = this.#options.clock.now()
    if (this.#recipient() === null) return 'no-key'
    if (this.#failure !== null) return 'failed'
    const last = this.#last()
    if (last === null) return 'waiting'
    const longestAgeMs = settings.everyHours * hourMs * staleIntervals
    return isPassed(last.atMs + longestAgeMs + 1, last.atMs, nowMs) ? 'stale' : 'fresh'
  }

  /** A share that hangs answers nobody: that is written down and told, and no second one waits beside it. */
  #noteHung(): void {
    if (this.#busySinceMs === null || this.#isHung) return
    if (this.#options.clock.monotonic() - this.#busySinceMs < longestMs) return
    this.#isHung = true
    this.#failed('no-answer', station)
  }

  #isSameDisk({ folder }: BackupSettings): boolean | null {
    return this.#disk?.folder === folder ? this.#disk.isSame : null
  }

  /** Not waited for: a share may not answer. */
  async #lookAtDisk(folder: string): Promise<void> {
    const [there, here] = await Promise.all([stat(folder), stat(this.#options.dataDir)])
    this.#disk = { folder, isSame: there.dev === here.dev }
  }

  #last(): BackupReport['last'] {
    const entry = this.#options.journal.lastOf(['backup.made'])
    return entry === null ? null : { atMs: entry.atMs, ...Made.parse(entry.body) }
  }

  #recipient(): Buffer | null {
    const entry = this.#options.journal.lastOf(['backup.key-made'])
    return entry === null ? null : Buffer.from(KeyMade.parse(entry.body).publicKey, 'hex')
  }

  async #make(settings: BackupSettings, recipient: Buffer, actor: Actor): Promise<void> {
    const { db, journal, dataDir, siteFile, clock, stationName, log } = this.#options
    const madeAtMs = Math.round(clock.now())
    const stamp = new Date(madeAtMs).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15)
    const fileName = `zhishou-${stamp}.zsb`
    await this.#lookAtDisk(settings.folder)
    const made = await makeBackup({
      db,
      dataDir,
      siteFile,
      folder: settings.folder,
      fileName,
      recipient,
      station: stationName(),
      madeAtMs,
    })
    this.#failure = null
    const { file, bytes, sha256, head } = made
    journal.append({
      actor,
      kind: 'backup.made',
      subject: 'backup',
      body: { file, bytes, sha256, headSeq: head.seq, headHash: head.hash, key: fingerprintOf(recipient) },
    })
    this.#copyHead(settings.folder)
    removeOld(settings)
    log.info({ file, bytes }, 'backup made')
  }

  /** The signed head in the clear beside the backups: only ever added to, so what was once there stays. */
  #copyHead(folder: string): void {
    const seal = this.#options.seals.last()
    if (seal !== null)
      appendFileSync(join(folder, 'journal-heads.jsonl'), `${JSON.stringify(seal)}\n`, { mode: 0o600 })
  }

  #failed(reason: string, actor: Actor): void {
    const { journal, clock, log } = this.#options
    this.#failure = { atMs: clock.now(), reason }
    log.error({ reason }, 'a backup failed')
    journal.append({ actor, kind: 'backup.failed', subject: 'backup', body: { reason } })
  }

  /** From when on backups are owed: written down, so that no restart begins the time anew. */
  #noteSetUp({ folder }: BackupSettings): void {
    const { journal } = this.#options
    if (this.#setUp?.folder === folder) return
    const last = journal.lastOf(['backup.set-up'])
    if (last === null || SetUp.parse(last.body).folder !== folder)
      journal.append({ actor: station, kind: 'backup.set-up', subject: 'backup', body: { folder } })
    const atMs = journal.lastOf(['backup.set-up'])?.atMs ?? 0
    this.#setUp = { folder, atMs }
    // Not there yet: the first backup will say so.
    void this.#lookAtDisk(folder).catch(() => {})
  }

  #tellFault(state: BackupReport['state'], settings: BackupSettings): void {
    const { incidents, clock } = this.#options
    // Whoever sets backups up has an interval's time to make the key.
    const sinceMs = this.#setUp?.atMs ?? 0
    const isOwed = isPassed(sinceMs + settings.everyHours * hourMs + 1, sinceMs, clock.now())
    const isMissing = state === 'no-key' || state === 'waiting'
    const isFault = state === 'failed' || state === 'stale' || (isMissing && isOwed)
    if (isFault && !this.#isTold) {
      this.#isTold = true
      incidents.occur({
        kind: 'device-fault',
        place,
        actor: station,
        code: `backup-${state}`,
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      })
    } else if (state === 'fresh' && this.#isTold) {
      this.#isTold = false
      incidents.restored(place.key, station, 'backup')
    }
  }
}

interface BackupsOptions {
  readonly db: Db
  readonly journal: Journal
  readonly seals: Pick<Seals, 'last'>
  readonly incidents: Pick<IncidentService, 'occur' | 'restored'>
  readonly clock: Clock
  readonly log: Log
  readonly dataDir: string
  readonly siteFile: string
  readonly stationName: () => string
  /** Of the site file as it is now. */
  readonly settings: () => BackupSettings | undefined
}

/** Whether a time is over that began at `fromMs`; one that begins in the future began under a wrong clock, and is. */
const isPassed = (untilMs: number, fromMs: number, nowMs: number): boolean =>
  nowMs >= untilMs || fromMs > nowMs + aheadMs

/** Files of this station's form only; the newest stay. */
function removeOld({ folder, keep }: BackupSettings): void {
  const files = readdirSync(folder)
    .filter(name => filePattern.test(name))
    .toSorted()
  for (const name of files.slice(0, -keep)) rmSync(join(folder, name), { force: true })
}
