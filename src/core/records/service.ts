import { mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordsReport } from '../../shared/domain/record-class.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { Backups } from '../backup/service.ts'
import type { Journal } from '../journal/journal.ts'
import { beijingDay, type Seals } from '../journal/seals.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { JournalWatch } from '../station/journal-watch.ts'
import type { Retention } from './retention.ts'
import { recordsTable } from './table.ts'

const sealsShown = 30

/** 记录保全: the proof of the record, how long it is kept, and its copies. */
export class Records {
  readonly retention: Retention
  readonly backups: Backups
  readonly #seals: Seals
  readonly #watch: JournalWatch
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #dataDir: string
  readonly #tellClockAhead: () => void
  readonly #table: ReturnType<typeof recordsTable>

  constructor(options: {
    db: Db
    journal: Journal
    clock: Clock
    dataDir: string
    seals: Seals
    watch: JournalWatch
    retention: Retention
    backups: Backups
    /** Raises the fault that the record was sealed for a day that is not there yet. */
    tellClockAhead: () => void
  }) {
    this.retention = options.retention
    this.backups = options.backups
    this.#seals = options.seals
    this.#watch = options.watch
    this.#journal = options.journal
    this.#clock = options.clock
    this.#dataDir = options.dataDir
    this.#tellClockAhead = options.tellClockAhead
    this.#table = recordsTable(options.db)
  }

  report(): RecordsReport {
    const disk = statfsSync(this.#dataDir)
    return {
      classes: this.retention.report(),
      databaseBytes: this.#table.databaseBytes(),
      freeBytes: disk.bavail * disk.bsize,
      seals: this.#seals.all().toReversed().slice(0, sealsShown),
      checkedAtMs: this.#watch.checkedAtMs(),
      backup: this.backups.report(),
    }
  }

  /** All signed heads, one a line, for keeping where nobody of this station can change them. */
  exportHeads(actor: UserActor): { fileName: string } {
    const seals = this.#seals.all()
    const folder = join(this.#dataDir, 'exports')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const fileName = `journal-heads_${beijingDay(this.#clock.now())}.jsonl`
    writeFileSync(join(folder, fileName), seals.map(seal => `${JSON.stringify(seal)}\n`).join(''), {
      mode: 0o600,
    })
    this.#journal.append({
      actor,
      kind: 'journal.heads-exported',
      subject: 'journal',
      body: { seals: seals.length, through: seals.at(-1)?.day ?? '' },
    })
    return { fileName }
  }

  /** Once a day the chain is read and, when it is whole, its head is sealed; backups when they are due. Every second. */
  checkDue(): void {
    const checkedAtMs = this.#watch.checkedAtMs()
    if (checkedAtMs !== null) {
      if (beijingDay(checkedAtMs) !== beijingDay(this.#clock.now())) this.#watch.look()
      else if (this.#watch.state().state === 'whole') this.#seal()
    }
    this.backups.checkDue()
  }

  #seal(): void {
    const wasAhead = this.#seals.isAhead()
    if (this.#seals.sealIfDue() !== null && wasAhead) this.#tellClockAhead()
  }
}
