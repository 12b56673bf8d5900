import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SearchQuery } from '../../src/shared/domain/search.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { LedgerService } from '../../src/core/ledgers/service.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase } from '../../src/core/platform/database.ts'
import { IndexKeeper } from '../../src/core/search/index-keeper.ts'
import { Matters } from '../../src/core/search/matters.ts'
import { Search } from '../../src/core/search/service.ts'
import { randomFrom } from './archive.ts'
import { median, percentile, rounded, type BenchContext, type Figures } from './context.ts'
import { run as runAppends } from './journal.ts'
import { fillJournal, names, places, rareWord, spanDays } from './ledger-data.ts'

const dayMs = 86_400_000
const firstPages = 25
const filters = 200
const exportRows = 100_000

/**
 * The record of five years: appends against bare inserts, the search over all ledgers, a verification from the first
 * entry to the last, and 100,000 rows as Excel. `--entries N` says how many entries (200,000 unless told;
 * 10,000,000 are five busy years and take an hour).
 */
export async function run(context: BenchContext): Promise<Figures> {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    strict: false,
    options: { entries: { type: 'string' } },
  })
  const entries = Number(values.entries ?? 200_000)
  if (!Number.isInteger(entries) || entries < 1_000)
    throw new Error(`--entries ${String(values.entries)} is no number`)
  const appends = await runAppends(context)
  const dataDir = join(context.folder, 'ledger')
  const db = openDatabase(dataDir)
  try {
    const toMs = Date.now()
    // What is generated may be lost; what is measured may not.
    db.pragma('synchronous = OFF')
    const filling = timed(() => fillJournal(db, entries, toMs))
    const journal = new Journal(db, systemClock)
    const ledgers = new LedgerService({
      journal,
      clock: systemClock,
      school: '试验小学',
      dataDir,
      matters: new Matters(db),
    })
    const keeper = new IndexKeeper({
      db,
      ledgersOf: kind => ledgers.ledgersOf(kind),
      groupedKinds: ledgers.groupedKinds(),
    })
    const indexing = timed(() => {
      while (keeper.step(5_000) > 0) if (context.signal.aborted) throw new Error('ended before its time')
    })
    context.log(`ledger: ${entries} entries in ${seconds(filling)} s, indexed in ${seconds(indexing)} s`)
    db.pragma('synchronous = FULL')
    const search = new Search({ db, journal, keeper, ledgers })
    const searching = measureSearch(search, toMs)
    const verifying = performance.now()
    const verified = await journal.verifyByAndBy(context.signal)
    if (verified?.bad !== null) throw new Error('the journal is not whole')
    const verifyMs = performance.now() - verifying
    return {
      entries,
      ratioToBareInsert: appends['ratioToBareInsert'] ?? 0,
      appendsPerSecond: appends['appendsPerSecond'] ?? 0,
      ...searching,
      ...measureLedgers(ledgers, toMs),
      ...(await measureExport(context.folder)),
      verifyEntriesPerSecond: rounded((entries * 1_000) / verifyMs, 0),
      indexEntriesPerSecond: rounded((entries * 1_000) / indexing, 0),
    }
  } finally {
    db.close()
  }
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(0)

function timed(work: () => void): number {
  const startedAtMs = performance.now()
  work()
  return performance.now() - startedAtMs
}

/** First pages of common words, then every mixture of filters over short and long periods. */
function measureSearch(search: Search, toMs: number): Figures {
  const random = randomFrom(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const some = <T>(value: T, empty: T): T => (random() < 0.4 ? value : empty)
  const look = (part: Partial<SearchQuery>): number =>
    timed(
      () => void search.find(SearchQuery.parse({ fromMs: 0, toMs: toMs + dayMs, ...part }), null, 50, true),
    )
  const first = Array.from({ length: firstPages }, (_, at) =>
    look({ text: ['巡查', '档案室', '王建国', rareWord, '送'][at % 5] ?? '' }),
  )
  const filtered = Array.from({ length: filters }, () => {
    const fromMs = toMs - random() * spanDays * dayMs
    return look({
      text: some(pick(['误报', '家长来访', rareWord, '东围墙', '水', '学生遗失物品，操场']), ''),
      person: some(pick(names), ''),
      place: some(pick(places), ''),
      device: some(`cam-${Math.floor(random() * 64)}`, ''),
      plate: some(`沪A${Math.floor(random() * 1_000)}`, ''),
      ledger: some(pick(['duty', 'alarms', 'video-access'] as const), null),
      fromMs,
      toMs: fromMs + random() ** 3 * (toMs - fromMs),
    })
  })
  return {
    searchFirstPageMs: rounded(median(first), 1),
    searchFirstPageWorstMs: rounded(Math.max(...first), 1),
    searchFilterP99Ms: rounded(percentile(filtered, 0.99), 1),
  }
}

/** A page of one day, years ago and today: rows of many entries must not read all that came since. */
function measureLedgers(ledgers: LedgerService, toMs: number): Figures {
  const ofDay = (daysAgo: number): number =>
    median(
      (['duty', 'alarms', 'video-access'] as const).map(ledger =>
        timed(() => {
          const fromMs = toMs - daysAgo * dayMs
          const query = {
            ledger,
            fromMs,
            toMs: fromMs + dayMs,
            text: '',
            cameraId: '',
            locale: 'zh-CN',
          } as const
          return void ledgers.page(query, 0, 50)
        }),
      ),
    )
  return { ledgerDayMs: rounded(ofDay(1), 1), ledgerOldDayMs: rounded(ofDay(spanDays - 30), 1) }
}

/** In a process of its own: what it takes of memory is what the export takes. */
async function measureExport(folder: string): Promise<Figures> {
  const child = fork(join(import.meta.dirname, 'ledger-export.ts'), [
    join(folder, 'rows.xlsx'),
    String(exportRows),
  ])
  const message = once(child, 'message')
  const [figures] = (await Promise.race([
    message,
    once(child, 'exit').then(() => Promise.reject(new Error('the export ended without figures'))),
  ])) as [{ tookMs: number; rssBytes: number }]
  return {
    exportXlsxRowsPerSecond: rounded((exportRows * 1_000) / figures.tookMs, 0),
    exportRssMb: rounded(figures.rssBytes / 1_000_000, 0),
  }
}
