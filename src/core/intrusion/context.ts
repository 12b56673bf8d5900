import type { SiteFile } from '../../shared/site.ts'
import type { Raising } from '../incidents/shelving/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Db } from '../platform/database.ts'
import type { PanelWorkService } from './work/service.ts'

/** What the panels and fence hosts stand on. */
export interface IntrusionContext {
  /** Panels, partitions and zones at the start; `follow` takes up their changes. */
  readonly site: SiteFile
  /** Cameras linked with a zone as the site file says now: one out of service is not called up. */
  readonly camerasOf: (zoneId: string) => readonly string[]
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly incidents: Raising
  /** Whether an alarm of a zone is on the guard's desk and still active; absent: none is. */
  readonly isOnDesk?: (zoneId: string) => boolean
  /** Whether a panic of a panel is open that nobody has reset with the key; absent: none is. */
  readonly isPanicOpen?: (panelId: string) => boolean
  /** Absent: what cannot be stored is tried again without a word. */
  readonly log?: Log
  /** Learning and walk tests; absent: none. */
  readonly work?: Pick<PanelWorkService, 'look' | 'tell' | 'isWalked' | 'testEnded'>
}
