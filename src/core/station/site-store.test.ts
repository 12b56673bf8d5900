import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteFile } from '../../shared/site.ts'
import { Journal } from '../journal/journal.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { SiteStore, type SiteDraft } from './site-store.ts'

const actor: UserActor = { kind: 'user', id: 'wu-jing', name: '吴静', shiftId: null }
const demoSite = join(import.meta.dirname, '../../../resources/demo-site/site.json')

let folder: ReturnType<typeof dataFolder>
let db: Db
let journal: Journal
let file: string

beforeEach(() => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  journal = new Journal(db, systemClock)
  file = join(folder.path, 'site.json')
  const template = readFileSync(demoSite, 'utf8')
  writeFileSync(file, template.replaceAll(/"\$\{\w+:number\}"|\$\{\w+\}/g, '1'))
})
afterEach(() => {
  db.close()
  folder[Symbol.dispose]()
})

const open = (): SiteStore => {
  const store = new SiteStore({ file, journal })
  store.noteLoaded()
  return store
}
const refusalOf = (work: () => unknown): Refusal => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('not refused')
}
const codeOf = (work: () => unknown): string => refusalOf(work).code
const rename = (to: string) => (draft: { cameras: { name: string }[] }) => {
  const [camera] = draft.cameras
  if (camera !== undefined) camera.name = to
}

test('a change is in the file, in the journal with before and after, and told', () => {
  const sites = open()
  const told: SiteFile[] = []
  using _listening = sites.changed.on(site => told.push(site))
  const before = sites.current.cameras[0]
  sites.change(actor, '改名', rename('改后的名称'))
  expect(told.map(site => site.cameras[0]?.name)).toEqual(['改后的名称'])
  expect(sites.current.cameras[0]?.name).toBe('改后的名称')
  expect(journal.lastOf(['site.changed'])).toMatchObject({
    actor,
    body: {
      summary: '改名',
      changes: [{ path: `cameras[${before?.id}].name`, before: before?.name, after: '改后的名称' }],
    },
  })
  // The next start knows this file already, and reads the very same site.
  const entries = journal.head().seq
  expect(open().current).toEqual(sites.current)
  expect(journal.head().seq).toBe(entries)
})

test('the rest of the file stays as it was, without defaults filled in', () => {
  const before = JSON.parse(readFileSync(file, 'utf8')) as { cameras: { name: string }[] }
  open().change(actor, '改名', rename('改后的名称'))
  rename('改后的名称')(before)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(before)
  expect(readFileSync(file, 'utf8')).toContain('[80, 70],\n')
})

test('an edit that changes nothing writes nothing', () => {
  const sites = open()
  const entries = journal.head().seq
  sites.change(actor, '', () => {})
  expect(journal.head().seq).toBe(entries)
})

test('an edit that would make the site wrong changes nothing, anywhere', () => {
  const sites = open()
  const text = readFileSync(file, 'utf8')
  const entries = journal.head().seq
  const code = codeOf(() =>
    sites.change(actor, '', draft => void draft.cameras.push({ ...draft.cameras[0]!, place: 'nowhere' })),
  )
  expect(code).toBe('station.site-invalid')
  expect([readFileSync(file, 'utf8'), journal.head().seq]).toEqual([text, entries])
})

test('a password in the address of a camera is refused with the way it goes, and is not repeated', () => {
  const sites = open()
  for (const edit of [
    (draft: SiteDraft) => void (draft.cameras[0]!.streams.main.url = 'rtsp://admin:geheim@10.0.0.8/1'),
    (draft: SiteDraft) => void (draft.cameras[0]!.onvif = { url: 'http://admin:geheim@10.0.0.8/onvif' }),
  ]) {
    const refused = refusalOf(() => sites.change(actor, '改地址', edit))
    expect(refused.code).toBe('station.site-invalid')
    expect(String(refused.params['issues'])).toContain('口令')
    expect(JSON.stringify(refused.params)).not.toContain('geheim')
  }
})

test('a file that somebody else wrote meanwhile is not overwritten', () => {
  const sites = open()
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n`)
  expect(codeOf(() => sites.change(actor, '', rename('正门')))).toBe('station.site-file-changed')
})

test('what cannot be written is not journaled either', () => {
  const sites = open()
  const entries = journal.head().seq
  const text = readFileSync(file, 'utf8')
  // A folder where the new file would be written beside the old one.
  mkdirSync(join(`${file}.${process.pid}.new`, 'full'), { recursive: true })
  expect(codeOf(() => sites.change(actor, '', rename('改后的名称')))).toBe('station.site-file-unwritable')
  expect([readFileSync(file, 'utf8'), journal.head().seq]).toEqual([text, entries])
  expect(sites.current.cameras[0]?.name).not.toBe('改后的名称')
})

test('without a valid site there is nothing to change', () => {
  writeFileSync(file, '{')
  const sites = open()
  expect(sites.errors).toHaveLength(1)
  expect(sites.current.cameras).toEqual([])
  expect(codeOf(() => sites.change(actor, '', () => {}))).toBe('station.config-error')
})
