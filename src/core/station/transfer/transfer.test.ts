import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Journal } from '../../journal/journal.ts'
import { systemClock } from '../../platform/clock.ts'
import { openDatabase, type Db } from '../../platform/database.ts'
import { SiteStore, type SiteDraft } from '../site-store.ts'
import { SiteTransfer } from './service.ts'

const actor: UserActor = { kind: 'user', id: 'wu-jing', name: '吴静', shiftId: null }
const demoSite = join(import.meta.dirname, '../../../../resources/demo-site/site.json')

let folder: ReturnType<typeof dataFolder>
let db: Db
let journal: Journal
let sites: SiteStore
let transfer: SiteTransfer

beforeEach(() => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  journal = new Journal(db, systemClock)
  const file = join(folder.path, 'site.json')
  writeFileSync(file, readFileSync(demoSite, 'utf8').replaceAll(/"\$\{\w+:number\}"|\$\{\w+\}/g, '1'))
  sites = new SiteStore({ file, journal })
  sites.noteLoaded()
  const exportDir = join(folder.path, 'exports')
  mkdirSync(exportDir)
  transfer = new SiteTransfer({ sites, journal, clock: systemClock, exportDir })
})
afterEach(() => {
  db.close()
  folder[Symbol.dispose]()
})

/** The site as it is exported, with an edit. */
async function exported(edit: (draft: SiteDraft) => void = () => {}): Promise<string> {
  const fileName = await transfer.export(actor)
  const draft = JSON.parse(readFileSync(join(folder.path, 'exports', fileName), 'utf8')) as SiteDraft
  edit(draft)
  return JSON.stringify(draft)
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  return 'nothing'
}

test('what is exported holds no secret, and imported again changes nothing', async () => {
  sites.change(actor, 'with a login in an address', draft => {
    for (const panel of draft.panels)
      if ('isapi' in panel && panel.isapi !== undefined) panel.isapi.url = 'http://admin:geheim@10.0.0.8/'
  })
  expect(JSON.stringify(sites.current)).toContain('geheim')
  const text = await exported()
  expect(text).not.toMatch(/scrypt|pinHash|geheim/)
  const { issues, changes, newPeople } = transfer.check(text, 'zh-CN', actor)
  expect([issues, changes, newPeople]).toEqual([[], [], []])
})

test('differences are shown by the names of things, applied as shown, and kept in the journal', async () => {
  const text = await exported(draft => {
    draft.cameras[0]!.name = '改名的摄像机'
    draft.panels[0]!.zones[0]!.name = '改名的防区'
    draft.users.push({ id: 'xin-ren', name: '新人', roles: ['dutyGuard'], pinHash: 'scrypt$1$1$1$a$b' })
  })
  const before = sites.current
  const check = transfer.check(text, 'zh-CN', actor)
  expect(check.changes).toMatchObject([
    {
      section: 'cameras',
      name: '改名的摄像机',
      path: 'name',
      before: before.cameras[0]?.name,
      after: '改名的摄像机',
    },
    { section: 'panels', path: 'zones[改名的防区].name', after: '改名的防区' },
    { section: 'users', name: '新人', path: '', before: null },
  ])
  expect(check).toMatchObject({ newPeople: ['新人'], afterRestart: false, changeCount: 3 })
  transfer.import({ text, base: check.base, reason: '换届' }, actor)
  expect(sites.current.cameras[0]?.name).toBe('改名的摄像机')
  // Nobody brings a PIN along: those here keep theirs, who is new has none.
  expect(sites.current.users.map(({ pinHash }) => pinHash)).toEqual([
    ...before.users.map(({ pinHash }) => pinHash),
    'none',
  ])
  const entry = journal.lastOf(['site.changed'])
  expect(entry?.body).toMatchObject({ summary: '导入站点文件：换届' })
  expect(JSON.stringify(entry?.body)).not.toMatch(/scrypt/)
})

test('a bad file is told by path, in Chinese, and nothing of it is applied', async () => {
  const text = await exported(draft => {
    draft.panels[0]!.zones[0]!.place = 'nirgends'
    draft.cameras[1]!.id = draft.cameras[0]!.id
    draft.cameras[1]!.retentionDays = 3
  })
  const { issues, base } = transfer.check(text, 'zh-CN', actor)
  const said = new Map(issues.map(({ path, message }) => [path, message]))
  expect(said.get('cameras[1].retentionDays')).toMatch(/数值过小/)
  expect(said.get('cameras[1].id')).toMatch(/重复/)
  expect(said.get('panels[0].zones[0].place')).toBe('没有编号为“nirgends”的地点')
  expect(transfer.check('{"version": 1,\n "site" 5}', 'zh-CN', actor).issues).toMatchObject([
    { path: '', message: expect.stringMatching(/第 2 行.*不是有效的 JSON/) as string },
  ])
  expect(codeOf(() => transfer.import({ text, base, reason: 'x' }, actor))).toBe('station.site-invalid')
  expect(journal.lastOf(['site.changed'])).toBeNull()
})

test('what was shown is what is done; nobody gives rights to themselves', async () => {
  const text = await exported(draft => {
    draft.cameras[0]!.name = '甲'
  })
  const { base } = transfer.check(text, 'zh-CN', actor)
  sites.change(actor, 'meanwhile', draft => {
    draft.cameras[0]!.name = '乙'
  })
  expect(codeOf(() => transfer.import({ text, base, reason: 'x' }, actor))).toBe('site.import-changed')
  const own = await exported(draft => {
    draft.users.find(({ id }) => id === actor.id)!.roles.push('dutyGuard')
  })
  expect(transfer.check(own, 'zh-CN', actor).issues).toMatchObject([
    {
      path: expect.stringMatching(/^users\[\d+\]\.roles$/) as string,
      message: '不能通过导入更改或删除本人的角色',
    },
  ])
})

test('a device that the file has forgotten is told; one that it has put out of service is not', async () => {
  const gone = await exported(draft => {
    const [camera] = draft.cameras.splice(0, 1)
    draft.panels.splice(0, 1)
    for (const zone of draft.panels.flatMap(panel => panel.zones))
      zone.cameras = (zone.cameras ?? []).filter(id => id !== camera?.id)
    delete draft.response
  })
  const { issues } = transfer.check(gone, 'zh-CN', actor)
  expect(issues.map(({ path }) => path)).toEqual(['cameras', 'panels'])
  const retired = await exported(draft => {
    draft.retiredPanels = draft.panels.splice(0, 1)
    delete draft.response
  })
  const check = transfer.check(retired, 'zh-CN', actor)
  expect([check.issues, check.changes.map(({ section }) => section)]).toEqual([
    [],
    expect.arrayContaining(['panels', 'retiredPanels']),
  ])
})

test('no strong role comes or goes by a file, nobody is dropped, and somebody is left who administers people', async () => {
  const of = async (edit: (draft: SiteDraft) => void) =>
    transfer.check(await exported(edit), 'zh-CN', actor).issues.map(({ message }) => message)
  const user = (draft: SiteDraft, id: string) => draft.users.find(candidate => candidate.id === id)!
  expect(await of(draft => user(draft, 'he-ping').roles.push('principal'))).toEqual([
    '“何萍”（he-ping）：重要角色只能在“人员”页由第二人确认后增减',
  ])
  expect(
    await of(draft => {
      draft.users = draft.users.filter(({ id }) => id !== 'li-qiang')
    }),
  ).toEqual(['缺少“李强”（li-qiang）；离岗的人员应保留在文件里并标为离岗'])
  expect(
    await of(draft => {
      user(draft, 'zhou-ling').retired = { on: '2026-11-01', reason: '退休' }
    }),
  ).toEqual([
    '“周玲”（zhou-ling）：重要角色只能在“人员”页由第二人确认后增减',
    '至少要留一位能管理人员的人（学校安全办）',
  ])
  expect(
    await of(draft => {
      user(draft, 'li-qiang').retired = { on: '2026-11-01', reason: '离职' }
      user(draft, 'he-ping').roles.push('equipmentOfficer')
    }),
  ).toEqual([])
})
