import { rightsOf } from '../../shared/domain/rights.ts'
import type { Approval } from '../../shared/domain/approval.ts'
import { bookKeeper } from '../approvals/book-lines.ts'
import { PasswordConsent } from '../approvals/password-consent.ts'
import { Approvals } from '../approvals/service.ts'
import { Attachments } from '../attachments/store.ts'
import type { DutyService } from '../duty/service.ts'
import type { IncidentService } from '../incidents/service.ts'
import { Books } from '../ledgers/books/service.ts'
import { Closings } from '../ledgers/closings.ts'
import { LedgerService } from '../ledgers/service.ts'
import { openRecords } from '../records/start-records.ts'
import { Matters } from '../search/matters.ts'
import { startSearch } from '../search/start-search.ts'
import type { Ground } from './ground.ts'
import type { JournalWatch } from './journal-watch.ts'

/** What the paper of the guard room is about. */
interface PaperOf {
  readonly incidents: IncidentService
  readonly duty: DutyService
  readonly watch: JournalWatch
  readonly cameraName: (id: string) => string
  /** Whether a time server vouches for the clock at this moment. */
  readonly isClockProved: () => boolean
  /** Told of every step of a request, in the transaction of the step. */
  readonly follow: (after: Approval, before: Approval) => void
}

/** Everything that takes the place of paper: ledgers and books, their daily close, search, what is kept and how long, requests. */
export function openPaper(
  ground: Ground,
  { incidents, duty, watch, cameraName, isClockProved, follow }: PaperOf,
) {
  const { db, journal, clock, sites, credentials } = ground
  const { dataDir } = ground.options
  const site = () => sites.current
  const ledgers = new LedgerService({
    journal,
    clock,
    school: sites.current.site.name,
    dataDir,
    cameraName,
    matters: new Matters(db),
  })
  const search = startSearch({ ...ground, ledgers })
  const records = openRecords(ground, { incidents, ledgers, keeper: search.keeper, watch, isClockProved })
  const attachments = new Attachments({ dataDir, db, journal, clock })
  const prove = (userId: string, pin: string) => duty.prove(userId, pin)
  const books = new Books({
    db,
    journal,
    clock,
    attachments,
    prove,
    mayRead: id => rightsOf(duty.people().find(person => person.id === id)?.roles ?? []).has('ledgers.read'),
  })
  const closings = new Closings({
    journal,
    clock,
    ledgers,
    prove,
  })
  const keepBooks = bookKeeper(books)
  const approvals = new Approvals({
    db,
    journal,
    clock,
    attachments,
    site,
    people: () => duty.people(),
    follow(after, before) {
      keepBooks(after, before)
      follow(after, before)
    },
  })
  const consent = new PasswordConsent({
    ...ground,
    approvals,
    site,
    isStored: name => credentials.get(name) !== null,
  })
  return { ledgers, search, records, attachments, books, closings, approvals, consent }
}
