import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import type { MapDraft } from '../../shared/domain/map-draft.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { Plan } from '../../shared/site.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { SiteStore } from '../station/site-store.ts'
import { MapService } from './service.ts'

const officer: UserActor = { kind: 'user', id: 'wu-jing', name: '吴静', shiftId: null }
const demoSite = join(import.meta.dirname, '../../../resources/demo-site/site.json')
const newFence: [number, number][] = [
  [10, 10],
  [60, 10],
]

let folder: ReturnType<typeof dataFolder>
let db: Db
let journal: Journal
let sites: SiteStore
let maps: MapService

beforeEach(() => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  const clock = new FakeClock()
  journal = new Journal(db, clock)
  const file = join(folder.path, 'site.json')
  writeFileSync(file, readFileSync(demoSite, 'utf8').replaceAll(/"\$\{\w+:number\}"|\$\{\w+\}/g, '1'))
  sites = new SiteStore({ file, journal })
  maps = new MapService({ db, journal, clock, sites })
})
afterEach(() => {
  db.close()
  folder[Symbol.dispose]()
})

const planOf = (id: string): Plan => {
  const plan = sites.current.plans.find(candidate => candidate.id === id)
  if (plan === undefined) throw new Error(`no plan ${id}`)
  return plan
}
const firstPlan = (): Plan => planOf(sites.current.plans[0]?.id ?? '')
const draftOf = (plan: Plan, part: Partial<MapDraft> = {}): MapDraft => ({
  plan,
  cameras: {},
  zones: {},
  panels: {},
  ...part,
})
const zoneOf = (id: string) => sites.current.panels.flatMap(panel => panel.zones).find(zone => zone.id === id)

test('a draft is kept and changes nothing until it is published; then the journal holds the difference', () => {
  const plan = firstPlan()
  const cameras = {
    'cam-1': {
      at: [33, 44] as [number, number],
      directionDegrees: 10,
      fieldOfViewDegrees: 50,
      rangeUnits: 70,
    },
  }
  const before = zoneOf('fence-1')
  maps.saveDraft(draftOf(plan, { cameras, zones: { 'fence-1': { line: newFence } } }), officer)
  expect(zoneOf('fence-1')).toEqual(before)
  expect(maps.draft(plan.id)).toMatchObject({ byName: '吴静', isOutdated: false })

  expect(maps.publish(plan.id, '东墙改线', officer)).toEqual({ version: 1 })
  expect(zoneOf('fence-1')).toMatchObject({ line: newFence, plan: plan.id })
  expect(zoneOf('fence-1')?.at).toBeUndefined()
  expect(sites.current.cameras[0]?.position).toEqual({ plan: plan.id, ...cameras['cam-1'] })
  const changed = journal.lastOf(['site.changed'])
  expect(changed).toMatchObject({ actor: officer })
  expect(JSON.stringify(changed?.body)).toContain('fence-1')
  expect(journal.lastOf(['map.published'])?.body).toEqual({
    name: plan.name,
    version: 1,
    summary: '东墙改线',
  })
  expect(maps.draft(plan.id).draft).toBeNull()
})

test('what was changed elsewhere meanwhile is not overwritten', () => {
  const plan = firstPlan()
  maps.saveDraft(draftOf({ ...plan, metresPerUnit: 2 }), officer)
  sites.change(officer, 'walls', site => {
    const [first] = site.plans
    if (first !== undefined) first.name = '新名称'
  })
  // Saving again does not make an old draft a new one.
  maps.saveDraft(draftOf({ ...plan, metresPerUnit: 3 }), officer)
  expect(maps.draft(plan.id).isOutdated).toBe(true)
  expect(codeOf(() => maps.publish(plan.id, 'x', officer))).toBe('map.plan-changed')
  maps.discardDraft(plan.id)
  expect(codeOf(() => maps.publish(plan.id, 'x', officer))).toBe('map.no-draft')
  expect(firstPlan().name).toBe('新名称')
})

test('devices that nobody touched stay as the site has them by the time of publication', () => {
  const plan = firstPlan()
  maps.saveDraft(draftOf(plan, { zones: { 'fence-1': { line: newFence } } }), officer)
  sites.change(officer, 'moved on the setup page', site => {
    const [camera] = site.cameras
    if (camera !== undefined) camera.position = { plan: plan.id, at: [7, 8] }
  })
  maps.publish(plan.id, 'fence', officer)
  expect(sites.current.cameras[0]?.position.at).toEqual([7, 8])
})

test('a new plan comes into being by publication and can go again while nothing stands on it', () => {
  const plan: Plan = {
    ...firstPlan(),
    id: 'teaching-2f',
    name: '教学楼二层',
    building: '教学楼',
    floor: '2F',
    shapes: [],
  }
  maps.saveDraft(draftOf(plan), officer)
  expect(maps.drafts()).toEqual([{ id: 'teaching-2f', name: '教学楼二层' }])
  maps.publish(plan.id, 'new', officer)
  expect(planOf('teaching-2f').building).toBe('教学楼')
  expect(codeOf(() => maps.removePlan(firstPlan().id, officer))).toBe('map.plan-in-use')
  maps.removePlan('teaching-2f', officer)
  expect(sites.current.plans.some(({ id }) => id === 'teaching-2f')).toBe(false)
})

test('a draft that would leave no valid site is refused and kept', () => {
  const plan = firstPlan()
  maps.saveDraft(draftOf(plan, { zones: { 'fence-1': {} } }), officer)
  expect(codeOf(() => maps.publish(plan.id, 'x', officer))).toBe('station.site-invalid')
  expect(maps.draft(plan.id).draft).not.toBeNull()
})

test('every printed zone map has a number of its own, its person and its purpose in the journal', () => {
  const plan = firstPlan()
  const first = maps.print(plan.id, '交技防管理人员', officer)
  const second = maps.print(plan.id, '交技防管理人员', officer)
  expect(first.number).toMatch(/^FQT-\d{4}-0001$/)
  expect(second.number).toMatch(/^FQT-\d{4}-0002$/)
  expect(journal.lastOf(['map.printed'])).toMatchObject({
    actor: officer,
    body: { number: second.number, purpose: '交技防管理人员' },
  })
  expect(codeOf(() => maps.print('nowhere', 'x', officer))).toBe('map.unknown-plan')
})

test('a picture under a draft or a plan may be read, another not', () => {
  const plan = firstPlan()
  const hash = 'a'.repeat(64)
  expect(maps.isGround(hash)).toBe(false)
  maps.saveDraft(draftOf({ ...plan, background: { kind: 'image', hash, opacity: 1 } }), officer)
  expect(maps.isGround(hash)).toBe(true)
  maps.publish(plan.id, 'picture', officer)
  expect(maps.isGround(hash)).toBe(true)
})
