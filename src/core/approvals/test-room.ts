import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import type { Person } from '../../shared/domain/duty.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import { Attachments } from '../attachments/store.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { Approvals } from './service.ts'

/** People of an office by their ids, as who asks and decides. */
export const actorsOf = (people: readonly Person[]) => (id: string) => {
  const person = people.find(one => one.id === id)
  if (person === undefined) throw new Error(`nobody is called ${id}`)
  const actor = { kind: 'user', id, name: person.name, shiftId: null } satisfies UserActor
  return { person, actor, permissions: [...rightsOf(person.roles)] }
}

/** What requests stand on, for tests: real SQLite in a folder of its own, a clock that the test moves, one paper. */
export function openApprovalsGround() {
  const folder = dataFolder()
  const db = openDatabase(folder.path)
  const clock = new FakeClock()
  const journal = new Journal(db, clock)
  const attachments = new Attachments({ dataDir: folder.path, db, journal, clock })
  return {
    dataDir: folder.path,
    db,
    clock,
    journal,
    attachments,
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

type Ground = ReturnType<typeof openApprovalsGround>
type ApprovalsOptions = ConstructorParameters<typeof Approvals>[0]

/**
 * Requests of a small school whose people are `clerk`, who enters what others wrote, `second`, who confirms it, and more.
 * @param more what else the requests are told
 */
export function openApprovals(
  { db, journal, clock, attachments }: Ground,
  people: readonly Person[],
  cameras: ReturnType<ApprovalsOptions['site']>['cameras'],
  more: Pick<ApprovalsOptions, 'follow'> = {},
) {
  const by = actorsOf(people)
  const site = () => ({ cameras, panels: [], schoolDays: [] })
  const all = () => [...people]
  const approvals = new Approvals({ db, journal, clock, attachments, site, people: all, ...more })
  const scan = attachments.put('批复.pdf', Buffer.from('%PDF-1.7 paper'), by('clerk').actor)
  return {
    approvals,
    scan,
    /** An outside party says yes on paper: one enters it, another confirms. */
    consent: (number: number, stepId: string): void => {
      const evidence = {
        party: '静安区教育局',
        documentNumber: '静教〔2026〕8 号',
        signer: '钱某',
        signedOn: '2026-11-20',
        scan: { hash: scan.hash, name: '批复.pdf' },
      }
      approvals.act(number, { type: 'enter-consent', stepId, evidence }, by('clerk'))
      approvals.act(number, { type: 'confirm-consent', stepId, note: '' }, by('second'))
    },
  }
}
