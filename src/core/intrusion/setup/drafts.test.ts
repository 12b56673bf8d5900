import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SiteFile } from '../../../shared/site.ts'
import type { SiteDraft } from '../../station/site-store.ts'
import { placesGone } from '../places-gone.ts'
import { changeConnection, nextId, putZone, removeZone, retirePanel, returnPanel } from './drafts.ts'

const demoSite = join(import.meta.dirname, '../../../../resources/demo-site/site.json')
const demo = (): SiteDraft =>
  JSON.parse(readFileSync(demoSite, 'utf8').replaceAll(/"\$\{\w+:number\}"|\$\{\w+\}/g, '1')) as SiteDraft

test('a retired panel keeps its ids for itself, and comes back as it was', () => {
  const draft = demo()
  const before = structuredClone(draft.panels)
  const [panel] = draft.panels
  const id = panel?.id ?? ''
  const prefixed = { ...draft, panels: [{ ...panel!, id: 'panel-1' }, ...draft.panels.slice(1)] }
  retirePanel(prefixed, 'panel-1')
  expect(nextId(prefixed, 'panel')).toBe('panel-2')
  retirePanel(draft, id)
  expect([draft.panels.length, SiteFile.safeParse(draft).success]).toEqual([before.length - 1, true])
  expect(
    placesGone(
      SiteFile.parse({ ...draft, panels: before, retiredPanels: [] }).panels,
      SiteFile.parse(draft).panels,
    ),
  ).toEqual([`panel:${id}`, ...(panel?.zones ?? []).map(zone => `zone:${zone.id}`)])
  returnPanel(draft, id)
  expect(draft.panels.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
    before.toSorted((a, b) => a.id.localeCompare(b.id)),
  )
})

test('a zone that goes leaves the linkage rules; a rule for it alone is switched off, not widened to all', () => {
  const draft = demo()
  const [panel] = draft.panels
  const [first, second] = panel?.zones ?? []
  const rule = (id: string, zones: string[]) => ({ id, name: id, when: { kinds: [], zones, places: [] } })
  draft.response = {
    linkage: [rule('one', [first!.id]), rule('both', [first!.id, second!.id]), rule('all', [])],
  }
  removeZone(draft, panel!.id, first!.id)
  expect(draft.response.linkage?.map(({ id, enabled, when }) => [id, enabled ?? true, when.zones])).toEqual([
    ['one', false, []],
    ['both', true, [second!.id]],
    ['all', true, []],
  ])
  expect(SiteFile.safeParse(draft).success).toBe(true)
})

test('a fence keeps its course when its zone is renamed; its driver keeps what the page does not know', () => {
  const draft = demo()
  const fence = draft.panels.find(({ driver }) => driver === 'modbus')!
  const zone = fence.zones[0]!
  const { name, number, kind, detector, place, partition, cameras } = zone
  expect(name).not.toBe('东围栏')
  putZone(draft, fence.id, zone.id, {
    name: '东围栏',
    number,
    kind,
    detector,
    partitionId: partition ?? null,
    place: { kind: 'existing', id: place },
    position: null,
    cameraIds: cameras ?? [],
  })
  expect(fence.zones[0]).toEqual({ ...zone, name: '东围栏' })
  Object.assign(fence, { force: { newtons: 80 } })
  changeConnection(draft, fence.id, {
    driver: 'modbus',
    model: 'tension-fence-6',
    host: '10.0.0.9',
    port: 502,
  })
  expect(draft.panels.find(({ id }) => id === fence.id)).toMatchObject({
    host: '10.0.0.9',
    force: { newtons: 80 },
  })
})
