import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Journal } from '../../src/core/journal/journal.ts'
import { verifyDatabase } from '../../src/core/journal/verify-database.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { databaseFile, openDatabase } from '../../src/core/platform/database.ts'
import { IndexKeeper } from '../../src/core/search/index-keeper.ts'
import { dataFolder } from '../helpers/data-folder.ts'

/**
 * The journal on a disk that fails at one operation, every time at another one: `tests/faults/disk.c` stands between
 * SQLite and the kernel. The long form is 200 rounds of each fault: `ZHISHOU_CRASH_ROUNDS=200`.
 */
const rounds = Number(process.env['ZHISHOU_CRASH_ROUNDS'] ?? 3)
const seed = Number(process.env['ZHISHOU_SEED'] ?? 1)
const writer = join(import.meta.dirname, '../helpers/journal-writer.ts')
const faults = ['exit', 'torn', 'eio', 'full', 'power'] as const

/** Enough transactions that the log is written back into the database several times, in the middle and at the end. */
const work = ['--transactions', '40', '--checkpoint-pages', '30']

interface Outcome {
  readonly lines: readonly string[]
  /** Numbers and hashes of the entries that were said to be on disk. */
  readonly said: readonly { seq: number; hash: string }[]
  readonly refused: number
}

function write(
  folder: string,
  library: string,
  disk: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Outcome {
  const { stdout, stderr } = spawnSync(process.execPath, [writer, folder, ...work, ...more], {
    encoding: 'utf8',
    env: { ...process.env, ...disk, LD_PRELOAD: library, DISK_FOLDER: folder },
  })
  const lines = stdout.split('\n').filter(line => line !== '')
  if (lines.length === 0 && disk['DISK_FAULT'] === 'count') throw new Error(stderr)
  const said = lines
    .filter(line => /^\d+ [0-9a-f]{64}$/.test(line))
    .map(line => ({ seq: Number(line.split(' ')[0]), hash: line.split(' ')[1] ?? '' }))
  return { lines, said, refused: lines.filter(line => line.startsWith('refused')).length }
}

/** Entries that were said to be on disk and are not there, or are others. Throws when the chain is not whole. */
function lostOf(folder: string, said: Outcome['said']): number[] {
  const { isWhole, line } = verifyDatabase(databaseFile(folder))
  expect({ isWhole, line }).toMatchObject({ isWhole: true })
  using stack = new DisposableStack()
  const db = stack.adopt(openDatabase(folder), opened => void opened.close())
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  const hashOf = db.prepare<[number], Buffer>('SELECT hash FROM journal WHERE seq = ?').pluck()
  const lost = said.filter(({ seq, hash }) => hashOf.get(seq)?.toString('hex') !== hash)
  // What comes after goes on where the chain ends.
  const journal = new Journal(db, systemClock)
  const keeper = new IndexKeeper({ db, ledgersOf: () => ['duty'] })
  const entry = { actor: { kind: 'station' }, kind: 'duty.noted', subject: 'duty', body: {} } as const
  journal.append(entry)
  while (keeper.step(2_000) > 0);
  expect(keeper.through()).toBe(journal.head().seq)
  expect(journal.verify().bad).toBeNull()
  return lost.map(({ seq }) => seq)
}

/** A place in `[1, total]`: the rounds are spread over the whole range, other places for another seed. */
function placeOf(round: number, total: number): number {
  const within = (seed * 0.618 + round * 0.382) % 1
  return 1 + (Math.floor(((round + within) / rounds) * total) % total)
}

function compile(folder: string): string {
  const library = join(folder, 'disk.so')
  const source = join(import.meta.dirname, '../faults/disk.c')
  execFileSync('cc', ['-O1', '-Wall', '-Werror', '-shared', '-fPIC', '-o', library, source, '-ldl'])
  return library
}

describe.skipIf(process.platform !== 'linux')('a disk that fails', () => {
  const base = dataFolder()
  const first = join(base.path, 'first')
  let library = ''

  beforeAll(() => {
    library = compile(base.path)
    openDatabase(first).close()
  })

  afterAll(() => {
    base[Symbol.dispose]()
  })

  /** A folder with the database of a station after its first start. */
  function started(name: string): string {
    const folder = join(base.path, name)
    cpSync(first, folder, { recursive: true })
    return folder
  }

  /** How many operations the work takes on a disk without fault. */
  function operations(folder: string): number {
    const report = `${folder}.count`
    const { said } = write(folder, library, { DISK_FAULT: 'count', DISK_REPORT: report })
    expect(lostOf(folder, said)).toEqual([])
    const total = Number(readFileSync(report, 'utf8'))
    expect(total).toBeGreaterThan(100)
    return total
  }

  test.for(faults)(
    `at any operation, %s: the chain is whole and nothing that was said is lost, ${rounds} times`,
    { timeout: 60_000 + rounds * 10_000 },
    fault => {
      const total = operations(started(`${fault}-count`))
      let refused = 0
      for (let round = 0; round < rounds; round++) {
        const folder = started(`${fault}-${round}`)
        const at = placeOf(round, total)
        const disk = {
          DISK_FAULT: fault,
          DISK_AT: String(at),
          DISK_SEED: String(seed + round),
          DISK_FOR: '9',
        }
        const outcome = write(folder, library, disk)
        refused += outcome.refused
        expect(lostOf(folder, outcome.said), `${fault} at ${at} of ${total}`).toEqual([])
        rmSync(folder, { recursive: true })
      }
      // A disk that refuses is said loudly, and the writer goes on: no other fault lets it.
      if (fault === 'eio' || fault === 'full') expect(refused).toBeGreaterThan(0)
      else expect(refused).toBe(0)
    },
  )

  const madeAnew = { timeout: 60_000 + rounds * 10_000 }
  test('a database is made anew after a crash at any moment of its first start', madeAnew, () => {
    const total = operations(join(base.path, 'new'))
    for (let round = 0; round < rounds; round++) {
      const folder = join(base.path, `new-${round}`)
      const at = placeOf(round, total)
      const disk = { DISK_FAULT: 'power', DISK_AT: String(at), DISK_SEED: String(seed + round) }
      const { said } = write(folder, library, disk)
      openDatabase(folder).close()
      expect(lostOf(folder, said), `power at ${at} of ${total}`).toEqual([])
    }
  })

  test('the power cut has teeth: without FULL, entries that were said are lost', { timeout: 120_000 }, () => {
    const total = operations(started('normal-count'))
    let lost = 0
    for (let round = 0; round < 4 && lost === 0; round++) {
      const folder = started(`normal-${round}`)
      const disk = { DISK_FAULT: 'power', DISK_AT: String(Math.floor(total / 2) + 5 * round), DISK_SEED: '0' }
      lost += lostOf(folder, write(folder, library, disk, ['--synchronous', 'NORMAL']).said).length
    }
    expect(lost).toBeGreaterThan(0)
  })
})
