import type { Panel } from '../../shared/site.ts'
import type { Journal } from '../journal/journal.ts'
import type { Link } from '../link/server.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { IncidentService } from './service.ts'
import { shelvingHandlers } from './shelving/handlers.ts'
import { Shelving } from './shelving/service.ts'
import { FloodAlert } from './statistics/flood-watch.ts'
import { statisticsHandlers } from './statistics/handlers.ts'
import { AlarmStatistics } from './statistics/service.ts'

/** What watches over how much the desk has to bear: floods, shelved zones, figures. */
export function alarmLoadOf(options: {
  db: Db
  journal: Journal
  clock: Clock
  incidents: IncidentService
  panels: () => readonly Panel[]
}) {
  const shelving = new Shelving(options)
  const flood = new FloodAlert(options)
  const statistics = new AlarmStatistics(options)
  options.incidents.raised.on(incident => flood.raised(incident))
  return {
    shelving,
    handlers: (desk: { actor(): UserActor }) => ({
      ...shelvingHandlers(shelving, desk),
      ...statisticsHandlers(statistics, flood, desk),
    }),
    /** Tells the screens of every change. */
    connect(link: Pick<Link, 'push'>): void {
      shelving.changed.on(shelves => link.push('shelving', shelves))
      flood.changed.on(present => link.push('flood', present))
    },
    /** Once a second: shelves and floods end by themselves. */
    check(): void {
      shelving.checkDue()
      flood.check()
    },
  }
}
