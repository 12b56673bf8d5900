import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf, codeOfLater } from '../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { isStrong, type PersonDraft } from '../../shared/domain/people.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Permission, Role } from '../../shared/domain/rights.ts'
import { zhCN } from '../../shared/text/zh-cn/index.ts'
import { lockMs } from '../duty/pins.ts'
import { DutyService } from '../duty/service.ts'
import { sha256 } from '../journal/chain.ts'
import { Journal } from '../journal/journal.ts'
import { peopleLedger } from '../ledgers/people-ledger.ts'
import { wordsIn } from '../ledgers/words.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { openVault } from '../platform/vault.ts'
import { SiteStore } from '../station/site-store.ts'
import { Cards } from './cards.ts'
import { directoryOf } from './directory.ts'
import { PeopleForms } from './forms.ts'
import { PinsAndCards } from './pins-and-cards.ts'
import { People } from './service.ts'

const office: UserActor = { kind: 'user', id: 'zhou-ling', name: '周玲', shiftId: null }
const second = { userId: 'chen-hua', pin: '246810' }
const alone = { reason: '岗位调整', second: null }
const demoSite = join(import.meta.dirname, '../../../resources/demo-site/site.json')

const draft = (name: string, roles: Role[], more: Partial<PersonDraft> = {}): PersonDraft => ({
  name,
  roles,
  phone: '',
  certificate: null,
  training: [],
  assignments: [],
  ...more,
})

function open(path: string, clock: FakeClock) {
  const db = openDatabase(path)
  const journal = new Journal(db, clock)
  const sites = new SiteStore({ file: join(path, 'site.json'), journal })
  const directory = directoryOf(sites)
  const duty = new DutyService({
    db,
    journal,
    clock,
    people: directory,
    seatHash: sha256('seat'),
    rules: () => sites.current.duty,
  })
  const vault = openVault({
    file: join(path, 'vault.bin'),
    key: Buffer.alloc(32, 7),
    clock,
    log: openLog(path),
  })
  const cards = new Cards({ db, vault })
  duty.admission.knowsCards(number => cards.ownerOf(number))
  const context = { directory, duty, cards, sites, journal, clock }
  const [people, pinsAndCards] = [new People(context), new PinsAndCards(context)]
  return { db, journal, sites, directory, duty, people, pinsAndCards }
}

let folder: ReturnType<typeof dataFolder>
let db: Db
let clock: FakeClock
let desk: ReturnType<typeof open>

beforeEach(() => {
  folder = dataFolder()
  clock = new FakeClock()
  const text = readFileSync(demoSite, 'utf8').replaceAll(/"\$\{\w+:number\}"|\$\{\w+\}/g, '1')
  writeFileSync(join(folder.path, 'site.json'), text)
  desk = open(folder.path, clock)
  db = desk.db
})
afterEach(() => {
  db.close()
  folder[Symbol.dispose]()
})

const rolesOf = (id: string) => desk.directory.find(id)?.roles
const entriesOf = (kind: string) => desk.journal.between([kind], 0, 1e15)
const signOn = (userId: string, pin: string) => desk.duty.signOn({ userId, pin, secrecyAccepted: true })

test('a new guard gets a PIN for once, which opens nothing but its own change', async () => {
  const { people, duty, pinsAndCards } = desk
  const added = await people.save(
    { id: null, draft: draft('新保安', ['dutyGuard'], { phone: '13800001111' }), ...alone },
    office,
  )
  const pin = added.firstPin ?? ''
  expect(pin).toMatch(/^\d{6}$/)
  expect(await codeOfLater(signOn(added.id, pin))).toBe('duty.pin-change-required')
  expect(await codeOfLater(duty.prove(added.id, pin))).toBe('duty.pin-change-required')
  expect(duty.session()).toBeNull()
  expect(await codeOfLater(pinsAndCards.changePin(added.id, pin, pin))).toBe('duty.pin-unfit')
  expect(await codeOfLater(pinsAndCards.changePin(added.id, pin, '123456'))).toBe('duty.pin-unfit')
  expect(await codeOfLater(pinsAndCards.changePin(added.id, '000000', '730158'))).toBe('duty.wrong-pin')
  await pinsAndCards.changePin(added.id, pin, '730158')
  expect(await codeOfLater(signOn(added.id, pin))).toBe('duty.wrong-pin')
  expect((await signOn(added.id, '730158')).person.name).toBe('新保安')
  expect(readFileSync(join(folder.path, 'site.json'), 'utf8')).not.toContain('730158')
})

test('it survives a restart, and the site file holds no hash of it; another hash in the file counts again', async () => {
  await desk.pinsAndCards.changePin('li-qiang', '246810', '730158')
  db.close()
  desk = open(folder.path, clock)
  db = desk.db
  expect(await codeOfLater(signOn('li-qiang', '246810'))).toBe('duty.wrong-pin')
  expect(await codeOfLater(desk.duty.prove('li-qiang', '730158'))).toBe('done')
  desk.sites.change(office, 'nobody knows the PIN any more', site => {
    const [wang, li] = [site.users[0], site.users.find(({ id }) => id === 'li-qiang')]
    if (wang !== undefined && li !== undefined) li.pinHash = `${wang.pinHash ?? ''}x`
  })
  expect(await codeOfLater(desk.duty.prove('li-qiang', '730158'))).toBe('duty.wrong-pin')
})

test('strong roles need a second person who may confirm, and is neither of the two', async () => {
  const { people, pinsAndCards } = desk
  const strong = draft('何萍', ['kitchenRep', 'securityRep'])
  const save = (confirmed: { userId: string; pin: string } | null) =>
    codeOfLater(people.save({ id: 'he-ping', draft: strong, reason: '任命', second: confirmed }, office))
  expect(await save(null)).toBe('people.second-required')
  expect(await save({ userId: 'zhou-ling', pin: '246810' })).toBe('people.second-unfit')
  expect(await save({ userId: 'he-ping', pin: '246810' })).toBe('people.second-unfit')
  expect(await save({ userId: 'wang-jianguo', pin: '246810' })).toBe('people.second-unfit')
  expect(await save({ userId: 'chen-hua', pin: '135790' })).toBe('duty.wrong-pin')
  expect(rolesOf('he-ping')).toEqual(['kitchenRep'])
  expect(await save(second)).toBe('done')
  expect(rolesOf('he-ping')).toEqual(['kitchenRep', 'securityRep'])
  expect(entriesOf('people.refused').map(({ body }) => body['code'])).toEqual([
    'people.second-required',
    'people.second-unfit',
    'people.second-unfit',
    'people.second-unfit',
    'duty.wrong-pin',
  ])
  const told = peopleLedger.rows(entriesOf('people.refused'), wordsIn('zh-CN')).at(-1)
  expect(told?.cells[3]).toBe('修改人员：口令不对，还可再试 4 次')
  expect(await codeOfLater(pinsAndCards.issuePin('chen-hua', alone, office))).toBe('people.second-required')
  expect(await codeOfLater(pinsAndCards.learnCard('chen-hua', '0012345678', null, office))).toBe(
    'people.second-required',
  )
})

test('nobody alone makes up somebody who would agree to a request, or who would be the second person', async () => {
  const { people } = desk
  for (const role of ['schoolLeader', 'generalAffairs', 'guardLeader', 'schoolSafetyOffice'] as const) {
    const made = { id: null, draft: draft(`编造${role}`, [role]), reason: '新到岗' }
    expect(await codeOfLater(people.save({ ...made, second: null }, office))).toBe('people.second-required')
  }
  const guard = { id: null, draft: draft('真保安', ['dutyGuard']), reason: '新到岗', second: null }
  expect(await codeOfLater(people.save(guard, office))).toBe('done')
  expect(Role.options.filter(role => isStrong([role]))).toEqual([
    'principal',
    'schoolLeader',
    'securityRep',
    'schoolSafetyOffice',
    'generalAffairs',
    'guardLeader',
  ])
})

test('nobody changes the own roles, and the last who administers stays', async () => {
  const { people, sites } = desk
  const own = {
    id: 'zhou-ling',
    draft: draft('周玲', ['schoolSafetyOffice', 'principal']),
    reason: '自己',
    second,
  }
  expect(await codeOfLater(people.save(own, office))).toBe('people.own')
  expect(await codeOfLater(people.retire('zhou-ling', { reason: '走了', second }, office))).toBe('people.own')
  const other: UserActor = { kind: 'user', id: 'other', name: '别人', shiftId: null }
  expect(await codeOfLater(people.retire('zhou-ling', { reason: '走了', second }, other))).toBe(
    'people.last-editor',
  )
  const without = { id: 'zhou-ling', draft: draft('周玲', ['dutyGuard']), reason: '调岗', second }
  expect(await codeOfLater(people.save(without, other))).toBe('people.last-editor')
  expect(sites.current.users.find(({ id }) => id === 'zhou-ling')?.roles).toEqual(['schoolSafetyOffice'])
})

test('who leaves cannot sign on, keeps the name in the directory, and comes back with a new PIN', async () => {
  const { people, directory, duty, pinsAndCards } = desk
  await signOn('wang-jianguo', '246810')
  expect(await codeOfLater(people.retire('wang-jianguo', alone, office))).toBe('people.on-duty')
  await pinsAndCards.learnCard('li-qiang', '0012345678', null, office)
  await people.retire('li-qiang', { reason: '离职', second: null }, office)
  expect(await codeOfLater(duty.prove('li-qiang', '246810'))).toBe('duty.unknown-user')
  expect(duty.people().some(({ id }) => id === 'li-qiang')).toBe(false)
  expect(directory.find('li-qiang')?.name).toBe('李强')
  expect(await codeOfLater((async () => pinsAndCards.byCard('0012345678'))())).toBe('people.card-unknown')
  const { firstPin } = await people.return('li-qiang', alone, office)
  expect(await codeOfLater(duty.prove('li-qiang', '246810'))).toBe('duty.wrong-pin')
  expect(await codeOfLater(duty.prove('li-qiang', firstPin))).toBe('duty.pin-change-required')
})

test('a card picks its owner; it opens alone only where the school says so', async () => {
  const { sites, duty, pinsAndCards } = desk
  await pinsAndCards.learnCard('li-qiang', '0012345678', null, office)
  expect(pinsAndCards.byCard('0012345678')).toEqual({ userId: 'li-qiang', isEnough: false })
  expect(await codeOfLater(pinsAndCards.learnCard('zhang-min', '0012345678', null, office))).toBe(
    'people.card-taken',
  )
  const byCard = () => duty.signOn({ userId: 'li-qiang', pin: '', secrecyAccepted: true, card: '0012345678' })
  expect(await codeOfLater(byCard())).toBe('people.card-alone-off')
  sites.change(office, 'cards are enough', site => {
    site.duty = { ...site.duty, cardAlone: true }
  })
  expect(pinsAndCards.byCard('0012345678').isEnough).toBe(true)
  expect(await codeOfLater(byCard())).toBe('done')
  expect(await codeOfLater((async () => pinsAndCards.byCard('0099999999'))())).toBe('people.card-unknown')
  const [refused] = entriesOf('people.card-refused')
  expect(refused?.body).toEqual({ ending: '999' })
  expect(JSON.stringify(entriesOf('people.card-learned'))).not.toContain('0012345678')
  expect(db.prepare('SELECT hash FROM person_card').all()).toHaveLength(1)
})

test('a card that is not his counts like a wrong PIN, and cards are not tried without end', async () => {
  const { sites, duty, pinsAndCards } = desk
  await pinsAndCards.learnCard('li-qiang', '0012345678', null, office)
  sites.change(office, 'cards are enough', site => {
    site.duty = { ...site.duty, cardAlone: true }
  })
  const withCard = (card: string) =>
    codeOfLater(duty.signOn({ userId: 'li-qiang', pin: '', secrecyAccepted: true, card }))
  const codes = []
  for (let tries = 0; tries < 5; tries += 1) codes.push(await withCard(`009999999${tries}`))
  expect(codes).toEqual([...Array<string>(4).fill('people.card-unknown'), 'duty.locked'])
  expect(await withCard('0012345678')).toBe('duty.locked')
  expect(await codeOfLater(duty.prove('li-qiang', '246810'))).toBe('duty.locked')
  expect(entriesOf('duty.card-refused').map(({ body }) => [body['failures'], body['ending']])).toEqual(
    [0, 1, 2, 3, 4].map(tries => [tries + 1, `99${tries}`]),
  )
  expect(entriesOf('duty.locked-try').map(({ subject }) => subject)).toEqual(['li-qiang', 'li-qiang'])
  await clock.advance(lockMs)
  expect(await withCard('0012345678')).toBe('done')
  const held = (card: string) => codeOf(() => pinsAndCards.byCard(card))
  for (let tries = 0; tries < 5; tries += 1) expect(held('0099999999')).toBe('people.card-unknown')
  expect(held('0012345678')).toBe('people.cards-locked')
  await clock.advance(lockMs)
  expect(held('0012345678')).toBe('done')
})

test('a lock is ended by an administrator, not by the person', async () => {
  const { people, duty, pinsAndCards } = desk
  for (let tries = 0; tries < 5; tries += 1) await codeOfLater(duty.prove('li-qiang', '000000'))
  expect(people.list().find(({ id }) => id === 'li-qiang')?.pin.lockedUntilMs).not.toBeNull()
  await pinsAndCards.unlock('li-qiang', '本人在场', office)
  expect(await codeOfLater(duty.prove('li-qiang', '246810'))).toBe('done')
  expect(await codeOfLater(pinsAndCards.unlock('li-qiang', '本人在场', office))).toBe('people.not-locked')
})

test('the ledger tells what was changed, before and after, without phone numbers', async () => {
  const certificate = { number: '310106', validTo: '2029-01-31' }
  const changed = draft('何萍', ['kitchenRep', 'equipmentOfficer'], { phone: '13900002222', certificate })
  await desk.people.save({ id: 'he-ping', draft: changed, reason: '兼技防', second: null }, office)
  const [row] = peopleLedger.rows(entriesOf('people.changed'), wordsIn('zh-CN'))
  expect(row?.cells.slice(1)).toEqual([
    '何萍',
    '修改',
    '角色：“阳光厨房”管理代表 → “阳光厨房”管理代表、技防设施专管员\n电话已改\n《保安员》证：无 → 310106（2029-01-31）',
    '兼技防',
    '周玲',
    '',
  ])
  expect(
    await codeOfLater(
      desk.people.save({ id: 'he-ping', draft: changed, reason: '再存', second: null }, office),
    ),
  ).toBe('people.nothing-changed')
  const twin = draft('李强', ['dutyGuard'])
  expect(
    await codeOfLater(desk.people.save({ id: null, draft: twin, reason: '新', second: null }, office)),
  ).toBe('people.name-taken')
})

test('the table of rights names every right in Chinese, and who holds it; lists go to paper and Excel', async () => {
  for (const permission of Permission.options) expect(zhCN).toHaveProperty([`right.${permission}`])
  const forms = new PeopleForms({
    journal: desk.journal,
    clock,
    school: () => '浦江小学',
    exportDir: join(folder.path, 'exports'),
    people: () => desk.people.list(),
  })
  const { html } = forms.form('rights', 'zh-CN', office)
  for (const permission of Permission.options)
    expect(html).toContain(zhCN[`right.${permission}` as keyof typeof zhCN])
  expect(html).toContain('浦江小学')
  expect(html).toContain('周玲')
  expect(html).toContain(desk.journal.head().hash)
  for (const list of ['rights', 'assignments', 'certificates'] as const) {
    const { fileName } = await forms.export(list, 'zh-CN', office)
    expect(
      readFileSync(join(folder.path, 'exports', fileName))
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  }
  expect(entriesOf('people.exported')).toHaveLength(3)
})
