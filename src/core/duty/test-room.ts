import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { peopleOf } from '../../../tests/helpers/people.ts'
import type { SiteUser } from '../../shared/site.ts'
import { sha256 } from '../journal/chain.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { hashPin } from './pin.ts'
import { DutyService } from './service.ts'

/** The PIN of everybody who sits at a desk of the tests. */
export const pin = '246810'

/** Two guards with their certificates, and the 校长. */
export async function deskPeople(): Promise<SiteUser[]> {
  const pinHash = await hashPin(pin)
  const certificate = { number: '310106', validTo: '2028-01-01' }
  return [
    { id: 'wang', name: '王建国', roles: ['nightGuard'], pinHash, certificate },
    { id: 'li', name: '李强', roles: ['nightGuard'], pinHash, certificate },
    { id: 'chen', name: '陈华', roles: ['principal'], pinHash },
  ]
}

/** What a desk stands on, for tests: real SQLite, the journal, a clock that the test moves. */
export function openGround(path: string, users: readonly SiteUser[], clock = new FakeClock()) {
  const db = openDatabase(path)
  const journal = new Journal(db, clock)
  return { db, journal, clock, people: peopleOf(users), [Symbol.dispose]: () => void db.close() }
}

type Ground = ReturnType<typeof openGround>

/** Duty on that ground. @param roster what is planned; absent: nothing is */
export function openDuty(ground: Ground, roster?: ConstructorParameters<typeof DutyService>[0]['roster']) {
  const duty = new DutyService({
    ...ground,
    ...(roster !== undefined && { roster }),
    seatHash: sha256('seat'),
  })
  const signOn = (userId: string) => duty.signOn({ userId, pin, secrecyAccepted: true })
  return { duty, signOn }
}
