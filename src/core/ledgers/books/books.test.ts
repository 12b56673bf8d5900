import { expect, test } from 'vitest'
import { codeOf } from '../../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { BookId, books as definitions, faultsOf, isSignature } from '../../../shared/domain/book.ts'
import type { Person } from '../../../shared/domain/duty.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { Attachments } from '../../attachments/store.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase } from '../../platform/database.ts'
import { Closings, weekStartMs } from '../closings.ts'
import { correctRow } from '../corrections.ts'
import { LedgerService } from '../service.ts'
import { Books } from './service.ts'

const dayMs = 86_400_000
const people: readonly Person[] = [
  { id: 'officer', name: '吴静', roles: ['equipmentOfficer'] },
  { id: 'rep', name: '刘芳', roles: ['securityRep'] },
  { id: 'leader', name: '赵明', roles: ['guardLeader'] },
]
const officer: UserActor = { kind: 'user', id: 'officer', name: '吴静', shiftId: null }
const leader: UserActor = { kind: 'user', id: 'leader', name: '赵明', shiftId: null }

function openOffice() {
  const folder = dataFolder()
  const db = openDatabase(folder.path)
  const clock = new FakeClock(Date.parse('2026-11-18T02:00:00Z'))
  const journal = new Journal(db, clock)
  journal.append({ actor: { kind: 'station' }, kind: 'station.started', subject: 'station', body: {} })
  const attachments = new Attachments({ dataDir: folder.path, db, journal, clock })
  const prove = (userId: string, pin: string): Promise<Person> => {
    const person = people.find(({ id }) => id === userId)
    if (person === undefined || pin !== 'right')
      return Promise.reject(new Refusal('duty.wrong-pin', { left: 4 }))
    return Promise.resolve(person)
  }
  const books = new Books({ db, journal, clock, attachments, prove, mayRead: id => id === 'leader' })
  const ledgers = new LedgerService({ journal, clock, school: '静安实验小学', dataDir: folder.path })
  const closings = new Closings({
    journal,
    clock,
    ledgers,
    prove,
  })
  const inspections = () => ledgers.rowsOf('inspection', 0, Number.MAX_SAFE_INTEGER)
  const close = () => {
    db.close()
    folder[Symbol.dispose]()
  }
  return { clock, journal, attachments, books, ledgers, closings, inspections, [Symbol.dispose]: close }
}

const time = (text: string): string => String(Date.parse(`${text}+08:00`))
const inspection = { time: time('2026-11-18T10:00'), item: 'perimeter', finding: '东围墙二段钢丝松弛' }
const pin = (userId: string) => ({ how: 'pin', userId, pin: 'right' }) as const

test('every book has columns as wide as the paper, and no two of one name', () => {
  for (const id of BookId.options) {
    const { columns } = definitions[id]
    expect(
      columns.reduce((sum, { width }) => sum + width, 0),
      id,
    ).toBe(100)
    expect(new Set(columns.map(column => column.id)).size, id).toBe(columns.length)
  }
})

test('a line lacks what is required and is not written; an unknown column or choice neither', () => {
  using office = openOffice()
  const enter = (values: Record<string, string>) =>
    codeOf(() => office.books.enter({ book: 'inspection', values, attachments: [] }, officer))
  expect(enter({ ...inspection, finding: '' })).toBe('books.incomplete')
  expect(faultsOf('inspection', { item: 'perimeter' })).toEqual(['time', 'finding'])
  expect(enter({ item: 'perimeter' })).toBe('books.incomplete')
  expect(enter({ ...inspection, item: 'moat' })).toBe('books.incomplete')
  expect(enter({ ...inspection, time: 'yesterday' })).toBe('books.incomplete')
  expect(enter({ ...inspection, rep: '刘芳' })).toBe('books.incomplete')
})

test('附表1: the line is signed by the inspector and the representative, each for the content, each once', async () => {
  using office = openOffice()
  const { entry } = office.books.enter({ book: 'inspection', values: inspection, attachments: [] }, officer)
  const sign = (column: string, userId: string) => office.books.sign({ entry, column, signing: pin(userId) })
  await expect(sign('rep', 'officer')).rejects.toMatchObject({ code: 'duty.forbidden' })
  await expect(sign('finding', 'rep')).rejects.toMatchObject({ code: 'books.not-to-sign' })
  await expect(
    office.books.sign({ entry, column: 'rep', signing: { how: 'pin', userId: 'rep', pin: 'wrong' } }),
  ).rejects.toMatchObject({ code: 'duty.wrong-pin' })
  await sign('inspector', 'officer')
  expect(office.closings.state().inspection.isDone).toBe(false)
  await sign('rep', 'rep')
  await expect(sign('rep', 'rep')).rejects.toMatchObject({ code: 'books.not-to-sign' })
  expect(office.closings.state().inspection.isDone).toBe(true)
  const [row] = office.inspections()
  expect(row?.cells).toEqual([
    '2026-11-18 10:00',
    '周界报警系统',
    '东围墙二段钢丝松弛',
    '吴静\n2026-11-18',
    '刘芳\n2026-11-18',
    '',
  ])
  expect(row?.line?.toSign).toEqual([])
})

test('a correction strikes the old line through, with the reason and both names; signatures do not carry over', async () => {
  using office = openOffice()
  const { entry } = office.books.enter({ book: 'inspection', values: inspection, attachments: [] }, officer)
  await office.books.sign({ entry, column: 'rep', signing: pin('rep') })
  const same = codeOf(() => office.books.correct({ entry, values: inspection, reason: '无' }, leader))
  expect(same).toBe('books.same')
  const values = { ...inspection, finding: '东围墙三段钢丝松弛' }
  office.books.correct({ entry, values, reason: '段号写错' }, leader)
  const [old, now, ...more] = office.inspections()
  expect(more).toEqual([])
  expect(old).toMatchObject({ struck: true })
  expect(old?.cells[4]).toContain('刘芳')
  expect(old?.remarks?.[0]).toMatch(/吴静.*赵明.*段号写错/)
  expect(now?.cells[2]).toBe('东围墙三段钢丝松弛')
  expect(now?.line?.toSign).toEqual(['inspector', 'rep'])
  expect(now?.struck).toBe(undefined)
  const { html: form } = await office.ledgers.form(
    {
      ledger: 'inspection',
      fromMs: 0,
      toMs: 4e12,
      text: '',
      cameraId: '',
      locale: 'zh-CN',
    },
    leader,
  )
  expect(form).toMatch(/<tr class="struck">.*二段/)
  expect(form).toContain('每周至少检查一次')
  expect(form).toContain('误差20S内')
})

test('what was left empty is filled in: the same row, with who did it; what says something is corrected', async () => {
  using office = openOffice()
  const { entry } = office.books.enter({ book: 'inspection', values: inspection, attachments: [] }, officer)
  await office.books.sign({ entry, column: 'inspector', signing: pin('officer') })
  const complete = (values: Record<string, string>) =>
    codeOf(() => office.books.complete({ entry, values }, leader))
  expect(complete({ finding: '正常' })).toBe('books.filled')
  expect(complete({ remark: ' '.trim() })).toBe('books.same')
  expect(complete({ moat: '深' })).toBe('books.incomplete')
  expect(complete({ remark: '已紧固' })).toBe('done')
  expect(complete({ remark: '未紧固' })).toBe('books.filled')
  const [row, ...more] = office.inspections()
  expect(more).toEqual([])
  expect(row?.struck).toBe(undefined)
  expect(row?.seqs).toHaveLength(2)
  expect(row?.cells.slice(3)).toEqual(['吴静\n2026-11-18', '', '已紧固'])
  expect(row?.remarks).toEqual([
    '备注由赵明于2026-11-18 10:00:00补填',
    '补填之前已签名：检查人（签名只对补填前的内容）',
  ])
  // Who signs now signs what it says now.
  await office.books.sign({ entry, column: 'rep', signing: pin('rep') })
  expect(office.inspections()[0]?.line?.toSign).toEqual([])
  const signed = office.journal.between(['book.signed'], 0, Number.MAX_SAFE_INTEGER)
  expect(new Set(signed.map(({ body }) => body['contentHash'])).size).toBe(2)
})

test('what is open is open however old, until its end is written', async () => {
  using office = openOffice()
  const values = {
    came: time('2026-11-18T10:00'),
    person: '沈阿姨',
    host: '刘芳',
    purpose: '家访',
    place: '教学楼',
  }
  const { entry } = office.books.enter({ book: 'visitors', values, attachments: [] }, officer)
  await office.clock.advance(100 * dayMs)
  office.books.enter({ book: 'visitors', values: { ...values, left: values.came }, attachments: [] }, officer)
  expect(office.books.without('visitors', 'left').map(line => line.entry)).toEqual([entry])
  expect(office.books.without('faults', 'repaired')).toEqual([])
  office.books.complete({ entry, values: { left: values.came } }, officer)
  expect(office.books.without('visitors', 'left')).toEqual([])
})

test('papers come to a line with a correction, or by themselves', () => {
  using office = openOffice()
  const { entry } = office.books.enter({ book: 'inspection', values: inspection, attachments: [] }, officer)
  const paper = (name: string, text: string) => {
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.from(text)])
    return { hash: office.attachments.put(name, png, officer).hash, name }
  }
  office.books.complete({ entry, values: {}, attachments: [paper('甲.png', 'a')] }, officer)
  const values = { ...inspection, finding: '正常' }
  const attachments = [paper('乙.png', 'b')]
  office.books.correct({ entry, values, reason: '看错', attachments }, officer)
  const [old, now] = office.inspections()
  expect(old?.remarks).toContain('附件：甲.png')
  expect(now?.remarks).toEqual(['附件：甲.png、乙.png'])
  const unknown = { entry, values: {}, attachments: [{ hash: '0'.repeat(64), name: '无' }] }
  expect(codeOf(() => office.books.complete(unknown, officer))).toBe('attachments.unknown')
})

test('附表2: somebody without a login signs on the screen and says his name', async () => {
  using office = openOffice()
  const values = { time: time('2026-11-18T14:00'), item: '镜头清洁', firm: '安防公司' }
  const { entry } = office.books.enter({ book: 'maintenance', values, attachments: [] }, officer)
  const strokes: [number, number][][] = [
    [
      [10, 10],
      [500, 300],
    ],
  ]
  await office.books.sign({ entry, column: 'maintainer', signing: { how: 'drawn', name: '沈师傅', strokes } })
  await expect(
    office.books.sign({ entry, column: 'rep', signing: { how: 'drawn', name: '沈师傅', strokes } }),
  ).rejects.toMatchObject({ code: 'duty.forbidden' })
  const [row] = office.ledgers.rowsOf('maintenance', 0, Number.MAX_SAFE_INTEGER)
  expect(row?.cells[3]).toBe('沈师傅\n2026-11-18')
  expect(row?.line?.toSign).toEqual(['rep'])
})

test('what is attached is read by who may read the ledgers, and must have been kept', () => {
  using office = openOffice()
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const { hash } = office.attachments.put('松弛.png', png, officer)
  const enter = (of: string) => {
    const attachments = [{ hash: of, name: '松弛.png' }]
    office.books.enter({ book: 'inspection', values: inspection, attachments }, officer)
  }
  expect(codeOf(() => office.attachments.get(hash, 'leader'))).toBe('attachments.unknown')
  expect(codeOf(() => enter('0'.repeat(64)))).toBe('attachments.unknown')
  enter(hash)
  expect(office.attachments.get(hash, 'leader').bytes).toEqual(png)
  expect(codeOf(() => office.attachments.get(hash, 'stranger'))).toBe('attachments.unknown')
  expect(office.inspections()[0]?.remarks).toEqual(['附件：松弛.png'])
})

test('a row that the station wrote is corrected beside it, and only if it is there', () => {
  using office = openOffice()
  const { seq } = office.journal.append({
    actor: leader,
    kind: 'duty.noted',
    subject: 'duty',
    body: { text: '送快递一件' },
  })
  const correct = (ledger: 'duty' | 'inspection', of: number) =>
    codeOf(() => {
      const input = { ledger, seq: of, text: '送快递两件', reason: '数错' }
      correctRow(office.journal, input, office.ledgers.rowOf(ledger, of), officer)
    })
  expect(correct('duty', seq)).toBe('done')
  expect(correct('duty', 9_999)).toBe('ledgers.no-such-row')
  const row = office.ledgers.rowsOf('duty', 0, Number.MAX_SAFE_INTEGER).find(({ seqs }) => seqs.includes(seq))
  expect(row).toMatchObject({ struck: true })
  expect(row?.cells).toContain('送快递一件')
  expect(row?.remarks?.[0]).toMatch(/送快递两件.*数错.*吴静/)
})

test('days that are over stay open until 保安班长 closes them, each once', async () => {
  using office = openOffice()
  expect(office.closings.state().openDays).toEqual([])
  await office.clock.advance(2 * dayMs)
  expect(office.closings.state().openDays).toEqual(['2026-11-18', '2026-11-19'])
  const close = (day: string, userId = 'leader') =>
    office.closings.close({ day, userId, pin: 'right', note: '' })
  await expect(close('2026-11-18', 'officer')).rejects.toMatchObject({ code: 'duty.forbidden' })
  await expect(close('2026-11-20')).rejects.toMatchObject({ code: 'closings.not-open' })
  await close('2026-11-18')
  await expect(close('2026-11-18')).rejects.toMatchObject({ code: 'closings.not-open' })
  expect(office.closings.state().openDays).toEqual(['2026-11-19'])
  expect(office.journal.verify().bad).toBe(null)
})

test('a close says who, when and what for, on page and form, and whether something came later', async () => {
  using office = openOffice()
  const values = { found: time('2026-11-18T10:00'), part: '操场摄像机', system: 'video', finder: '吴静' }
  const { entry } = office.books.enter({ book: 'faults', values, attachments: [] }, officer)
  await office.clock.advance(dayMs)
  await office.closings.close({ day: '2026-11-18', userId: 'leader', pin: 'right', note: '已核对' })
  const period = { fromMs: office.clock.now() - 2 * dayMs, toMs: office.clock.now() }
  const closed = () => office.closings.of('faults', period)
  const atMs = office.clock.now()
  expect(await closed()).toEqual([{ day: '2026-11-18', atMs, byName: '赵明', note: '已核对', since: 'same' }])
  expect(await office.closings.of('visitors', period)).toEqual([])
  await office.clock.advance(1_000)
  office.books.correct({ entry, values: { ...values, finder: '张敏' }, reason: '写错' }, officer)
  expect(await closed()).toMatchObject([{ since: 'changed' }])
  expect(await office.closings.of('daily-watch', period)).toMatchObject([{ since: 'same' }])
  const query = { ledger: 'faults', ...period, text: '', cameraId: '', locale: 'zh-CN' } as const
  const { html } = await office.ledgers.form(query, leader, await closed())
  expect(html).toContain('2026-11-18 已结账：赵明，2026-11-19 10:00:00（已核对） · 结账后有更改')
  const [row] = office.ledgers.rowsOf('closings', 0, Number.MAX_SAFE_INTEGER)
  expect(row?.cells.slice(0, 3)).toEqual(['2026-11-18', '2026-11-19 10:00:00', '赵明'])
  expect(row?.cells[3]).toContain('故障报修及修复 1 条')
})

test('a correction beside a row of the station is seen after the close too', async () => {
  using office = openOffice()
  const body = { day: '2026-11-18', reason: 'no-round' }
  const missed = {
    actor: { kind: 'station' },
    kind: 'daily-check.missed',
    subject: '2026-11-18',
    body,
  } as const
  const { seq } = office.journal.append(missed)
  await office.clock.advance(dayMs)
  await office.closings.close({ day: '2026-11-18', userId: 'leader', pin: 'right', note: '' })
  const since = async () => (await office.closings.of('daily-watch', { fromMs: 0, toMs: 4e12 }))[0]?.since
  expect(await since()).toBe('same')
  const input = { ledger: 'daily-watch', seq, text: '已在纸上检查', reason: '停电' } as const
  correctRow(office.journal, input, office.ledgers.rowOf('daily-watch', seq), leader)
  expect(await since()).toBe('changed')
})

test('a day on which something was recorded stays open however long ago; an empty one of long ago does not', async () => {
  using office = openOffice()
  await office.clock.advance(dayMs)
  const values = { found: time('2026-11-19T10:00'), part: '操场摄像机', system: 'video', finder: '吴静' }
  office.books.enter({ book: 'faults', values, attachments: [] }, officer)
  await office.clock.advance(90 * dayMs)
  const { openDays, oldest } = office.closings.state()
  expect(openDays.slice(0, 2)).toEqual(['2026-11-19', '2026-12-20'])
  expect(oldest?.ledgers).toContainEqual({ ledger: 'faults', rows: 1 })
  await office.closings.close({ day: '2026-11-19', userId: 'leader', pin: 'right', note: '' })
  expect(office.closings.state().openDays).not.toContain('2026-11-19')
})

test('the week begins on Monday of Beijing time', () => {
  const monday = Date.parse('2026-11-16T00:00:00+08:00')
  for (const text of ['2026-11-16T00:00:00+08:00', '2026-11-18T12:00:00+08:00', '2026-11-22T23:59:59+08:00'])
    expect(weekStartMs(Date.parse(text))).toBe(monday)
  expect(weekStartMs(monday - 1)).toBe(monday - 7 * dayMs)
})

test('only signatures are left out of what is written', () => {
  const signed = BookId.options.filter(id => definitions[id].columns.some(isSignature))
  expect(signed).toEqual(['inspection', 'maintenance'])
})
