import { join } from 'node:path'
import type { UserActor } from '../../shared/domain/person.ts'
import type { shiftCalls } from '../../shared/contract/shifts.ts'
import { isOfLostCamera } from '../cameras/lost/service.ts'
import type { IncidentService } from '../incidents/service.ts'
import type { Books } from '../ledgers/books/service.ts'
import type { LedgerService } from '../ledgers/service.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Link } from '../link/server.ts'
import type { PeopleDirectory } from '../people/directory.ts'
import type { Ground } from '../station/ground.ts'
import { bookItems, patrolLooksBackMs } from './handover-books.ts'
import { handoverHandlers } from './handlers.ts'
import { Handover } from './handover.ts'
import { ShiftReports } from './report/service.ts'
import { rosterHandlers } from './roster/handlers.ts'
import type { Roster } from './roster/service.ts'
import { RosterWatch } from './roster/watch.ts'
import type { DutyService } from './service.ts'

/** The roster's watch and the handover, put together; both need the duty service, which needs the roster. */
export function startRoster(
  ground: Ground,
  features: {
    roster: Roster
    duty: DutyService
    incidents: IncidentService
    people: PeopleDirectory
    ledgers: LedgerService
    books: Pick<Books, 'newest' | 'without'>
  },
) {
  const { sites, journal, clock, options } = ground
  const { roster, duty } = features
  const watch = new RosterWatch({ ...ground, ...features, activeShift: () => duty.activeShift() })
  const handover = new Handover({ ...ground, duty, equipment: () => sites.current.duty.equipment })
  const reports = new ShiftReports({ ...ground, ...features, school: () => sites.current.site.name })
  return {
    handlers: (desk: { actor(): UserActor }) => ({
      ...handoverHandlers(handover),
      ...shiftHandlers(reports, desk),
      ...rosterHandlers(roster, journal, desk, {
        exportDir: join(options.dataDir, 'exports'),
        facts: () => ({
          school: sites.current.site.name,
          printedAtMs: clock.now(),
          head: journal.head(),
        }),
      }),
    }),
    connect: (link: Pick<Link, 'push'>) => void roster.changed.on(report => link.push('roster', report)),
    /** What the books of the guard room leave open. */
    bookItems: () => {
      const nowMs = clock.now()
      const { books } = features
      return bookItems({
        visitors: books.without('visitors', 'left'),
        vehicles: books.without('vehicles', 'left'),
        // A camera without a picture is an item of its own.
        faults: books.without('faults', 'repaired').filter(({ entry }) => !isOfLostCamera(entry)),
        patrol: books.newest('patrol', nowMs - patrolLooksBackMs),
        shiftFromMs: duty.activeShift()?.startedAtMs ?? null,
        nowMs,
      })
    },
    /** Called every second. */
    check: () => watch.check(),
  }
}

function shiftHandlers(reports: ShiftReports, desk: { actor(): UserActor }): HandlersFor<typeof shiftCalls> {
  return {
    'shifts.list': ({ fromMs, toMs }) => reports.list(fromMs, toMs),
    'shifts.report': ({ shiftId, locale }) => reports.form(shiftId, desk.actor(), locale),
  }
}
