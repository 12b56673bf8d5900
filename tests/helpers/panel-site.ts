import type { ZoneKind } from '../../src/shared/domain/intrusion.ts'
import type { SiteFile } from '../../src/shared/site.ts'

/** A zone of the panel of `panelSite`. */
export const zoneOf = (number: number, kind: ZoneKind) => ({
  id: `z${number}`,
  name: `防区 ${number}`,
  number,
  kind,
  cameras: [],
})

/** Of a site file only what intrusion reads of it: one panel, without partitions. */
export function panelSite(
  driver: 'dc09' | 'isapi',
  zones: readonly ReturnType<typeof zoneOf>[] = [],
): SiteFile {
  const account = driver === 'dc09' ? { account: '1234' } : {}
  const panel = { id: 'panel', name: '报警主机', driver, ...account, partitions: [], keypadUsers: [], zones }
  return { panels: [panel], retiredPanels: [] } as unknown as SiteFile
}
