import { alarmLoad } from './alarm-load.ts'
import { app } from './app.ts'
import { archives } from './archives.ts'
import { arming } from './arming.ts'
import { armingLedger } from './arming-ledger.ts'
import { approvals } from './approvals.ts'
import { books } from './books.ts'
import { cameras } from './cameras.ts'
import { dailyCheck } from './daily-check.ts'
import { devices } from './devices.ts'
import { domain } from './domain.ts'
import { duty } from './duty.ts'
import { exports } from './exports.ts'
import { forms } from './forms.ts'
import { incidents } from './incidents.ts'
import { inspection } from './inspection.ts'
import { inspector } from './inspector.ts'
import { intrusion } from './intrusion.ts'
import { kinds } from './kinds.ts'
import { ledgerList } from './ledger-list.ts'
import { ledgers } from './ledgers.ts'
import { map } from './map.ts'
import { panels } from './panels.ts'
import { people } from './people.ts'
import { ptz } from './ptz.ts'
import { recordings } from './recordings.ts'
import { records } from './records.ts'
import { refusals } from './refusals.ts'
import { requests } from './requests.ts'
import { response } from './response.ts'
import { rights } from './rights.ts'
import { roster } from './roster.ts'
import { search } from './search.ts'
import { setup } from './setup.ts'
import { storage } from './storage.ts'
import { streams } from './streams.ts'
import { tension } from './tension.ts'
import { timeline } from './timeline.ts'
import { wall } from './wall.ts'

/** The English table: the same keys as the Chinese one, checked by its files and a test. */
export const en = {
  ...alarmLoad,
  ...app,
  ...archives,
  ...arming,
  ...armingLedger,
  ...approvals,
  ...books,
  ...cameras,
  ...dailyCheck,
  ...devices,
  ...domain,
  ...duty,
  ...exports,
  ...forms,
  ...incidents,
  ...inspection,
  ...inspector,
  ...intrusion,
  ...kinds,
  ...ledgerList,
  ...ledgers,
  ...map,
  ...panels,
  ...people,
  ...ptz,
  ...recordings,
  ...records,
  ...refusals,
  ...requests,
  ...response,
  ...rights,
  ...roster,
  ...search,
  ...setup,
  ...storage,
  ...streams,
  ...tension,
  ...timeline,
  ...wall,
}
