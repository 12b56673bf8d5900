import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { Journal } from '../../src/core/journal/journal.ts'
import { verifyDatabase } from '../../src/core/journal/verify-database.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { databaseFile, openDatabase } from '../../src/core/platform/database.ts'
import { IndexKeeper } from '../../src/core/search/index-keeper.ts'
import { dataFolder } from '../helpers/data-folder.ts'

/** The long form is 200 rounds: `ZHISHOU_CRASH_ROUNDS=200`. */
const rounds = Number(process.env['ZHISHOU_CRASH_ROUNDS'] ?? 6)
const writer = join(import.meta.dirname, '../helpers/journal-writer.ts')

/** What a writer said before it was ended, the last line whole. */
async function writeUntil(
  command: readonly string[],
  isEnough: (lines: readonly string[]) => boolean,
): Promise<string[]> {
  const [program = '', ...rest] = command
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (isEnough(lines)) child.kill('SIGKILL')
  }
  await ended
  return lines
}

const acknowledged = (lines: readonly string[]): { seq: number; hash: string } => {
  const [seq, hash = ''] = (lines.findLast(line => /^\d+ [0-9a-f]{64}$/.test(line)) ?? '').split(' ')
  return { seq: Number(seq), hash }
}

/** The chain is whole, and the entry that was said last is in it with its hash. */
function proveNothingLost(folder: string, said: { seq: number; hash: string }): void {
  const { isWhole, line, head } = verifyDatabase(databaseFile(folder))
  expect({ isWhole, line }).toMatchObject({ isWhole: true })
  expect(head.seq).toBeGreaterThanOrEqual(said.seq)
  using stack = new DisposableStack()
  const db = stack.adopt(openDatabase(folder), opened => void opened.close())
  const stored = db.prepare<[number], Buffer>('SELECT hash FROM journal WHERE seq = ?').pluck().get(said.seq)
  expect(stored?.toString('hex')).toBe(said.hash)
}

test(
  `a writer that is killed at any moment loses nothing that it said, ${rounds} times`,
  { timeout: rounds * 15_000 },
  async () => {
    using folder = dataFolder()
    for (let round = 0; round < rounds; round++) {
      const enough = 3 + ((round * 37) % 120)
      const lines = await writeUntil([process.execPath, writer, folder.path], said => said.length === enough)
      proveNothingLost(folder.path, acknowledged(lines))
    }
    using stack = new DisposableStack()
    const db = stack.adopt(openDatabase(folder.path), opened => void opened.close())
    const keeper = new IndexKeeper({ db, ledgersOf: () => ['duty'] })
    while (keeper.step(2_000) > 0);
    expect(keeper.through()).toBe(new Journal(db, systemClock).head().seq)
  },
)

test.skipIf(process.platform === 'win32')(
  'a disk that takes no more refuses entries without harm, and the chain goes on when there is room again',
  { timeout: 60_000 },
  async () => {
    using folder = dataFolder()
    const first = await writeUntil([process.execPath, writer, folder.path], said => said.length === 5)
    proveNothingLost(folder.path, acknowledged(first))
    // No file may grow beyond 512 blocks of 1 KiB: the kernel itself refuses the write.
    const limited = `ulimit -f 512; trap '' XFSZ; exec "$0" "$1" "$2"`
    const lines = await writeUntil(['bash', '-c', limited, process.execPath, writer, folder.path], said =>
      said.some(line => line.startsWith('refused')),
    )
    expect(lines.some(line => line.startsWith('refused'))).toBe(true)
    const said = acknowledged([...first, ...lines])
    proveNothingLost(folder.path, said)
    const after = await writeUntil([process.execPath, writer, folder.path], again => again.length === 5)
    expect(acknowledged(after).seq).toBeGreaterThan(said.seq)
    proveNothingLost(folder.path, acknowledged(after))
  },
)

test('two processes that write at once cannot fork the chain, and lose nothing that they said', async () => {
  using folder = dataFolder()
  openDatabase(folder.path).close()
  const command = [process.execPath, writer, folder.path, '--transactions', '60', '--name']
  const both = await Promise.all(['王建国', '张敏'].map(name => writeUntil([...command, name], () => false)))
  const said = both.map(lines => lines.filter(line => !line.startsWith('refused')))
  for (const lines of said) proveNothingLost(folder.path, acknowledged(lines))
  using stack = new DisposableStack()
  const db = stack.adopt(openDatabase(folder.path), opened => void opened.close())
  const hashes = db.prepare<[], string>(`SELECT seq || ' ' || lower(hex(hash)) FROM journal`).pluck().all()
  const all = said.flat()
  // Each said entry is there as it was said, and no two said the same one to be theirs.
  const there = new Set(hashes)
  expect(all.filter(line => !there.has(line))).toEqual([])
  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBeGreaterThan(100)
})
