import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { SearchQuery } from '../../shared/domain/search.ts'
import { Journal } from '../journal/journal.ts'
import { LedgerService } from '../ledgers/service.ts'
import { openDatabase } from '../platform/database.ts'
import { fieldWord, gramsOf, gramsToFind, normalised } from './grams.ts'
import { IndexKeeper } from './index-keeper.ts'
import { Search } from './service.ts'

function openSearch(path: string) {
  const db = openDatabase(path)
  const clock = new FakeClock()
  const journal = new Journal(db, clock)
  const ledgers = new LedgerService({ journal, clock, school: '试验小学', dataDir: path })
  const keeper = new IndexKeeper({ db, ledgersOf: (kind, subject) => ledgers.ledgersOf(kind, subject) })
  const search = new Search({ db, journal, keeper, ledgers })
  const find = (
    part: Partial<SearchQuery>,
    olderThanSeq: number | null = null,
    limit = 50,
    mayReadLog = true,
  ) => search.find(SearchQuery.parse({ fromMs: 0, toMs: 4e12, ...part }), olderThanSeq, limit, mayReadLog)
  return { db, clock, journal, keeper, search, find, [Symbol.dispose]: () => void db.close() }
}

const wang = { kind: 'user', id: 'u1', name: '王建国', shiftId: 1 } as const
const note = (text: string) => ({ actor: wang, kind: 'duty.noted', subject: 'duty', body: { text } })
const seqs = ({ hits }: { hits: readonly { seq: number }[] }) => hits.map(({ seq }) => seq)

test('long, short and single characters are found, newest first, and what has them only apart is not', () => {
  using folder = dataFolder()
  using station = openSearch(folder.path)
  station.journal.append(note('档案室红外误报，张三到场'))
  station.journal.append(note('红外档案与误报在室内'))
  station.journal.append(note('送水 A-12 号'))
  expect(seqs(station.find({ text: '档案室红外' }))).toEqual([1])
  expect(seqs(station.find({ text: '红外' }))).toEqual([2, 1])
  expect(seqs(station.find({ text: '张三' }))).toEqual([1])
  expect(seqs(station.find({ text: '水' }))).toEqual([3])
  expect(seqs(station.find({ text: 'a-12' }))).toEqual([3])
  expect(seqs(station.find({ text: '王建国' }))).toEqual([3, 2, 1])
  expect(seqs(station.find({ text: '误报 红外' }))).toEqual([2, 1])
  expect(seqs(station.find({ text: '张三 王建国' }))).toEqual([1])
  expect(seqs(station.find({ text: '没有这个' }))).toEqual([])
  expect(() => station.find({ text: '？！' })).toThrow('search.nothing-to-find')
})

test('person, place, device, plate, ledger and period each narrow, and all hold together', async () => {
  using folder = dataFolder()
  using station = openSearch(folder.path)
  const camera = { id: 'cam-gate', name: '大门' }
  station.journal.append({
    actor: wang,
    kind: 'incident.raised',
    subject: 'incident/1',
    body: { place: '南门', camera },
  })
  await station.clock.advance(86_400_000)
  station.journal.append({ ...note('沪A12345 停在南门'), actor: { ...wang, name: '李四' } })
  expect(seqs(station.find({ person: '王建国' }))).toEqual([1])
  expect(seqs(station.find({ person: '王' }))).toEqual([])
  expect(seqs(station.find({ place: '南门' }))).toEqual([1])
  expect(seqs(station.find({ device: '大门' }))).toEqual([1])
  expect(seqs(station.find({ device: 'cam-gate' }))).toEqual([1])
  expect(seqs(station.find({ plate: '沪a123' }))).toEqual([2])
  expect(seqs(station.find({ ledger: 'duty' }))).toEqual([2])
  expect(seqs(station.find({ ledger: 'alarms', text: '南门', person: '王建国' }))).toEqual([1])
  expect(seqs(station.find({ toMs: station.clock.now() }))).toEqual([1])
  expect(seqs(station.find({ fromMs: station.clock.now() }))).toEqual([2])
})

test('people are found under every heading of the books, and who signed without a login', () => {
  using folder = dataFolder()
  using station = openSearch(folder.path)
  const about = { actor: { kind: 'station' }, subject: 'faults:1' } as const
  for (const id of ['finder', 'doer', 'host', 'driver', 'keeper'])
    station.journal.append({
      ...about,
      kind: 'book.entered',
      body: { values: { [id]: `某${id}` }, attachments: [] },
    })
  station.journal.append({ ...about, kind: 'book.signed', body: { column: 'maintainer', name: '沈师傅' } })
  expect(seqs(station.find({ person: '某finder' }))).toEqual([1])
  for (const id of ['doer', 'host', 'driver', 'keeper'])
    expect(seqs(station.find({ person: `某${id}` }))).toHaveLength(1)
  expect(seqs(station.find({ person: '沈师傅' }))).toEqual([6])
})

test('a correction is found in the ledger of its row, by whoever reads the ledgers, and leads to the row', async () => {
  using folder = dataFolder()
  using station = openSearch(folder.path)
  station.journal.append(note('送快递一件'))
  const source = station.search.source(1, 'duty', 'zh-CN')
  await station.clock.advance(3 * 86_400_000)
  const body = { ledger: 'duty', seq: 1, text: '送快递两件', reason: '数错', cells: [] }
  station.journal.append({ actor: wang, kind: 'ledger.corrected', subject: 'duty:1', body })
  expect(seqs(station.find({ text: '送快递两件' }, null, 50, false))).toEqual([2])
  expect(seqs(station.find({ ledger: 'duty', text: '数错' }))).toEqual([2])
  expect(station.search.source(2, 'duty', 'zh-CN')).toEqual(source)
})

test('pages continue where the one before ended, without doubling or losing an entry', () => {
  using folder = dataFolder()
  using station = openSearch(folder.path)
  for (let count = 0; count < 25; count++) station.journal.append(note(`巡查 ${count}`))
  const seen: number[] = []
  let olderThanSeq: number | null = null
  do {
    const page = station.find({ text: '巡查' }, olderThanSeq, 10)
    seen.push(...seqs(page))
    olderThanSeq = page.olderThanSeq
  } while (olderThanSeq !== null)
  expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index))
})

test('what stands in no ledger is found by those only who may read the log', () => {
  using folder = dataFolder()
  using station = openSearch(folder.path)
  station.journal.append({ ...note('控制台'), kind: 'site.changed' })
  station.journal.append(note('控制台'))
  expect(seqs(station.find({ text: '控制台' }))).toEqual([2, 1])
  expect(seqs(station.find({ text: '控制台' }, null, 50, false))).toEqual([2])
  expect(seqs(station.find({}, null, 50, false))).toEqual([2])
})

test('the way back names the day and the place among the rows', () => {
  using folder = dataFolder()
  using station = openSearch(folder.path)
  for (let count = 0; count < 3; count++) station.journal.append(note(`第 ${count} 条`))
  const source = station.search.source(1, 'duty', 'zh-CN')
  expect(source.index).toBe(2)
  expect(source.fromMs).toBeLessThanOrEqual(station.clock.now())
  expect(source.toMs - source.fromMs).toBe(86_400_000)
  expect(() => station.search.source(99, 'duty', 'zh-CN')).toThrow('search.unknown')
})

test('an index that was taken back with its transaction goes on from where it was', () => {
  using folder = dataFolder()
  using station = openSearch(folder.path)
  for (let count = 0; count < 5; count++) station.journal.append(note(`交接 ${count}`))
  expect(() =>
    station.db.transaction(() => {
      station.keeper.step(3)
      throw new Error('power')
    })(),
  ).toThrow('power')
  expect(station.keeper.through()).toBe(0)
  expect(seqs(station.find({ text: '交接' }))).toEqual([5, 4, 3, 2, 1])
})

test('whatever is a part of a text has its words among the words of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), (text, from, length) => {
      const plain = normalised(text)
      const characters = Array.from(plain)
      const start = from % (characters.length + 1)
      const part = characters
        .slice(start, start + length)
        .join('')
        .trim()
      const grams = gramsOf(plain)
      expect([...gramsToFind(part)].filter(gram => !grams.has(gram))).toEqual([])
    }),
  )
  expect(fieldWord('person', ' ！')).toBe('')
})
