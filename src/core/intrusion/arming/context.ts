import type { Partition, Panel, SiteFile } from '../../../shared/site.ts'
import type { SiteStore } from '../../station/site-store.ts'
import type { IntrusionService } from '../service.ts'
import type { armingTables } from './tables.ts'

/** What the parts of arming work with. */
export interface ArmingContext {
  readonly intrusion: IntrusionService
  readonly sites: Pick<SiteStore, 'current' | 'change'>
  readonly tables: ReturnType<typeof armingTables>
}

export interface SitePartition {
  readonly panel: Panel
  readonly partition: Partition
}

/** Partitions as the site file says now. */
export function partitionsOf(site: SiteFile): SitePartition[] {
  return site.panels.flatMap(panel => panel.partitions.map(partition => ({ panel, partition })))
}
