import type { SiteFile } from '../../shared/site.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Credentials } from '../station/site-loader.ts'
import type { IntrusionService } from './service.ts'
import type { TensionSeries } from './tension/service.ts'

/** What the drivers of panels are started with. */
export interface DriverContext {
  readonly site: SiteFile
  readonly secrets: { get(name: string): Credentials | null }
  readonly service: IntrusionService
  readonly tension: TensionSeries
  readonly clock: Clock
  readonly log: Log
}
