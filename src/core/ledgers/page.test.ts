import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { LedgerQuery, type LedgerKey, type LedgerPage, type LedgerRow } from '../../shared/domain/ledger.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { IndexKeeper } from '../search/index-keeper.ts'
import { Matters } from '../search/matters.ts'
import { LedgerService } from './service.ts'

const startMs = 1_000_000

function openLedgers(path: string) {
  const db = openDatabase(path)
  db.pragma('synchronous = OFF')
  let nowMs = startMs
  const clock = { now: () => nowMs, monotonic: () => nowMs, sleep: () => Promise.resolve() }
  const journal = new Journal(db, clock)
  const ledgers = new LedgerService({
    journal,
    clock,
    school: '试验小学',
    dataDir: path,
    matters: new Matters(db),
  })
  const keeper = new IndexKeeper({
    db,
    ledgersOf: kind => ledgers.ledgersOf(kind),
    groupedKinds: ledgers.groupedKinds(),
  })
  return {
    clock,
    passMs: (ms: number) => void (nowMs += ms),
    journal,
    ledgers,
    keeper,
    [Symbol.dispose]: () => void db.close(),
  }
}

const wang = { kind: 'user', id: 'u1', name: '王建国', shiftId: 1 } as const
const query = (part: Partial<LedgerQuery>): LedgerQuery =>
  LedgerQuery.parse({ ledger: 'duty', fromMs: 0, toMs: 1e12, ...part })

/** Every page from the newest row on, as somebody reads who goes on until there is no more. */
function readOn(ledgers: LedgerService, asked: LedgerQuery, limit: number): LedgerPage[] {
  const pages: LedgerPage[] = []
  let before: LedgerKey | null = null
  do {
    const page: LedgerPage = ledgers.page(asked, 0, limit, before)
    pages.push(page)
    before = page.older
  } while (before !== null)
  return pages
}

const rowsOf = (pages: readonly LedgerPage[]): LedgerRow[] => pages.flatMap(({ rows }) => rows)

/** What may happen about a few matters: rows that go on for long, that are corrected, that others take away. */
const happening = fc.record({
  kind: fc.constantFrom(
    'duty.noted',
    'incident.raised',
    'incident.closed',
    'shelving.held',
    'intrusion.changed-elsewhere',
    'intrusion.keypad-armed',
    'video.granted',
    'video.viewed',
    'video.exported',
    'approval.refused',
  ),
  about: fc.integer({ min: 0, max: 40 }),
  laterMs: fc.constantFrom(0, 0, 1_000, 30_000, 90_000),
})

function write(
  { journal, passMs }: ReturnType<typeof openLedgers>,
  list: readonly { readonly kind: string; readonly about: number; readonly laterMs: number }[],
) {
  journal.transaction(() => {
    for (const { kind, about, laterMs } of list) {
      passMs(laterMs)
      // A shelf and an incident are never one matter.
      const subject = `${kind.split('.')[0]}:${about}`
      const { seq } = journal.append({
        actor: wang,
        kind,
        subject,
        body: { text: `第 ${about} 号`, state: 'armed', watched: [], code: 'approvals.own-request' },
      })
      if (about === 7 && kind !== 'incident.closed')
        journal.append({
          actor: wang,
          kind: 'ledger.corrected',
          subject: `duty:${seq}`,
          body: { ledger: 'duty', seq, text: '另一处', reason: '写错' },
        })
    }
  })
}

test('pages one after the other are the rows of the period, each once and whole', () => {
  const history = fc.array(happening, { minLength: 150, maxLength: 500, size: 'max' })
  const period = fc.tuple(fc.nat(100), fc.nat(100))
  fc.assert(
    fc.property(
      history,
      period,
      fc.integer({ min: 3, max: 60 }),
      fc.boolean(),
      (list, [a, b], limit, isIndexed) => {
        using folder = dataFolder()
        using station = openLedgers(folder.path)
        write(station, list)
        if (isIndexed) station.keeper.catchUp()
        const span = station.clock.now() + 1 - startMs
        const fromMs = Math.round(startMs + (span * Math.min(a, b)) / 100)
        const toMs = Math.round(startMs + (span * Math.max(a, b)) / 100)
        for (const ledger of ['duty', 'alarms', 'arming', 'video-access'] as const)
          for (const text of ['', '第 7 号']) {
            const asked = query({ ledger, fromMs, toMs, text })
            const pages = readOn(station.ledgers, asked, limit)
            const whole = station.ledgers.sheet(asked)
            expect(rowsOf(pages)).toEqual(whole.rows.toReversed())
            const [first] = pages
            if (first?.isMore === false) expect(first.total).toBe(whole.total)
            else expect(first?.total).toBeLessThanOrEqual(whole.total)
            expect(station.ledgers.page(asked, 5, 10).rows).toEqual(whole.rows.toReversed().slice(5, 15))
          }
      },
    ),
    { numRuns: 5, endOnFailure: true },
  )
})

test('many rows of one moment are told apart across pages', () => {
  using folder = dataFolder()
  using station = openLedgers(folder.path)
  write(
    station,
    Array.from({ length: 200 }, (_, about) => ({
      kind: 'duty.noted',
      about,
      laterMs: about % 90 === 0 ? 1 : 0,
    })),
  )
  const pages = readOn(station.ledgers, query({}), 7)
  expect(rowsOf(pages)).toEqual(station.ledgers.sheet(query({})).rows.toReversed())
})

test('what is rare or not there is looked for step by step, never through all years at one go', () => {
  using folder = dataFolder()
  using station = openLedgers(folder.path)
  const about = (at: number) => (at === 30 ? 9_999 : 1)
  write(
    station,
    Array.from({ length: 8_000 }, (_, at) => ({ kind: 'duty.noted', about: about(at), laterMs: 1_000 })),
  )
  const [first, ...others] = readOn(station.ledgers, query({ text: '第 9999 号' }), 50)
  expect(first).toMatchObject({ rows: [], total: 0, isMore: true })
  expect(first?.older?.atMs).toBeGreaterThan(startMs + 500_000)
  expect(rowsOf(others).map(({ cells }) => cells.at(-1))).toEqual(['第 9999 号'])
  // Without a filter the count alone ends early, and says so.
  expect(station.ledgers.page(query({}), 0, 50)).toMatchObject({ isMore: true })
  expect(station.ledgers.page(query({}), 0, 50).rows).toHaveLength(50)
})

test('a copy has the rows of the period, is read in turns, and one that is too long is not begun', async () => {
  using folder = dataFolder()
  using open = openLedgers(folder.path)
  const { journal, passMs } = open
  const ledgers = new LedgerService({ ...open, school: '试验小学', dataDir: folder.path, mostCopied: 400 })
  const note = (count: number) =>
    journal.transaction(() => {
      for (let at = 0; at < count; at++) {
        passMs(1_000)
        journal.append({ actor: wang, kind: 'duty.noted', subject: 'duty', body: { text: `记事 ${at}` } })
      }
    })
  note(300)
  const copied = ledgers.form(query({}), wang)
  // The watch goes on while the copy is read.
  let turns = 0
  const turn = () => {
    turns++
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  const { html } = await copied
  clearImmediate(next)
  expect(turns).toBeGreaterThan(2)
  expect(html.match(/记事 \d+/g)).toEqual(Array.from({ length: 300 }, (_, at) => `记事 ${at}`))
  note(200)
  await expect(ledgers.form(query({}), wang)).rejects.toMatchObject({ code: 'ledgers.too-many' })
  const shorter = query({ toMs: startMs + 300 * 1_000 })
  expect((await ledgers.export({ ...shorter, format: 'csv' }, wang)).fileName).toMatch(/csv$/)
  note(400)
  let hasTurned = false
  setImmediate(() => (hasTurned = true))
  await expect(ledgers.form(query({}), wang)).rejects.toMatchObject({ code: 'ledgers.too-many' })
  expect(hasTurned).toBe(false)
})
