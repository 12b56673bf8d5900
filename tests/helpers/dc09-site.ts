import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SiteFile } from '../../src/shared/site.ts'
import { fillTemplate } from '../../simulator/template.ts'

const template = join(import.meta.dirname, '..', '..', 'resources', 'demo-site', 'site.json')

/**
 * Writes the site file of the demo school with a panel of one zone for each account, and no cameras.
 * @param encryptionKey name of the credentials that hold the key of all accounts
 * @returns the file
 */
export function writeDc09Site(
  folder: string,
  dc09Port: number,
  accounts: readonly string[],
  encryptionKey?: string,
): string {
  const values = { rtspPort: 1, onvifPort: 1, dc09Port, fencePort: 1, timePort: 1, panelIsapiPort: 1 }
  const site = JSON.parse(fillTemplate(readFileSync(template, 'utf8'), values)) as SiteFile
  const [pattern] = site.panels.flatMap(panel => (panel.driver === 'dc09' ? [panel] : []))
  const zone = pattern?.zones.find(({ kind }) => kind === 'intrusion')
  if (pattern === undefined || zone === undefined) throw new Error('the demo school has no such panel')
  const { isapi: _, ...plain } = pattern
  const panels = accounts.map((account, index) => {
    const partition = { id: `part-${index}`, name: `分区 ${index}`, number: 1, kind: 'intrusion' as const }
    return {
      ...plain,
      id: `panel-${index}`,
      name: `主机 ${index}`,
      account,
      ...(encryptionKey === undefined ? {} : { encryptionKey }),
      supervisionSeconds: 600,
      partitions: [partition],
      zones: [{ ...zone, id: `zone-${index}`, number: 1, partition: partition.id, cameras: [] }],
    }
  })
  const file = join(folder, 'site.json')
  // The rules of the linkage name devices that are not here.
  const response = { ...site.response, linkage: [] }
  writeFileSync(file, JSON.stringify({ ...site, cameras: [], timeServers: [], panels, response }))
  return file
}
