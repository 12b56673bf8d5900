import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { Journal } from '../../src/core/journal/journal.ts'
import { systemClock, type Clock } from '../../src/core/platform/clock.ts'
import { openDatabase } from '../../src/core/platform/database.ts'
import { beijingDay, dayAfter } from '../../src/shared/domain/daily-check.ts'
import { runCommand, startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { writeDc09Site } from '../helpers/dc09-site.ts'

const pin = '246810'
const guard = { kind: 'user', id: 'wang-jianguo', name: '王建国', shiftId: 1 } as const
/** Long enough for any machine; a state is waited for, not a time. */
const soon = { timeout: 120_000, interval: 200 }
const today = beijingDay(Date.now())
const [from, through] = [dayAfter(today, -3), dayAfter(today, -1)]

/** Three days of a guard room, the same in every run: by a small generator of its own. */
function fillJournal(dataDir: string, entries: number): void {
  const startMs = Date.parse(`${from}T00:00:00+08:00`)
  const db = openDatabase(dataDir)
  let atMs = startMs
  const clock: Clock = { ...systemClock, now: () => atMs }
  const journal = new Journal(db, clock)
  let seed = 20_261_122
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  journal.transaction(() => {
    for (let index = 0; index < entries; index++) {
      atMs = startMs + Math.floor((index * 3 * 86_399_000) / entries)
      const text = ['南门已关', '操场巡视正常', '快递送达门卫'][next(3)] ?? ''
      const kind = next(4) === 0 ? 'duty.noted' : 'check.clock'
      journal.append({ actor: guard, kind, subject: `watch-${next(9)}`, body: { text, index } })
    }
  })
  db.close()
}

/** Some hand the folder over as one file, made with whatever their system has, and unpack it elsewhere. */
async function verifiesOutOfZip(source: string, folder: string): Promise<void> {
  const [zip, unpacked] = [join(folder, '三天.zip'), join(folder, 'unpacked')]
  execFileSync('python3', ['-m', 'zipfile', '-c', zip, source])
  execFileSync('python3', ['-m', 'zipfile', '-e', zip, unpacked])
  for (const given of [zip, join(unpacked, basename(source))]) {
    const program = await runCommand('src/core/verify.ts', [given])
    expect(program).toMatchObject({ code: 0, output: expect.stringContaining('核验通过') })
  }
}

test(
  'three days are archived by a running station; the package verifies on a machine with nothing but Node',
  { timeout: 240_000 },
  async () => {
    using folder = dataFolder()
    const dataDir = join(folder.path, 'data')
    fillJournal(dataDir, 6_000)
    await using core = await startCore(dataDir, writeDc09Site(folder.path, 0, ['1234']))
    using desk = await core.desk()
    await desk.call('duty.sign-on', { userId: 'wang-jianguo', pin, secrecyAccepted: true })
    // A guard reads how they stand, and makes none.
    expect((await desk.call('archives.report', {})).archives).toEqual([])
    const order = { name: '三天', from, through }
    expect(await desk.refusalOf('archives.start', order)).toBe('duty.forbidden')
    await desk.call('duty.sign-on', { userId: 'liu-fang', pin, secrecyAccepted: true })
    expect(await desk.refusalOf('archives.start', { ...order, through: today })).toBe('archives.not-over')
    const { number } = await desk.call('archives.start', order)
    const archive = async () =>
      (await desk.call('archives.report', {})).archives.find(each => each.number === number)
    await expect.poll(async () => (await archive())?.state.kind, soon).toBe('made')
    const made = await archive()
    expect(made?.facts).toMatchObject({ entries: 6_000, hasPdf: false })
    const source = join(dataDir, 'exports', made?.packageName ?? '')
    const away = join(folder.path, 'away')
    cpSync(source, away, { recursive: true })

    // On another machine: an empty folder, no modules, no environment.
    const empty = join(folder.path, 'empty')
    mkdirSync(empty)
    const bare = () =>
      spawnSync(process.execPath, [join(away, 'verify.mjs')], { cwd: empty, env: {}, encoding: 'utf8' })
    expect(bare()).toMatchObject({ status: 0, stderr: '' })
    const program = await runCommand('src/core/verify.ts', [away, '--key', made?.facts?.keyFingerprint ?? ''])
    expect(program).toMatchObject({ code: 0, output: expect.stringContaining('核验通过') })
    await verifiesOutOfZip(source, folder.path)

    // One letter of one entry.
    const lines = join(away, 'journal', 'entries.jsonl')
    writeFileSync(lines, readFileSync(lines, 'utf8').replace('快递送达门卫', '快递送达门口'))
    expect(bare()).toMatchObject({ status: 1, stdout: expect.stringContaining('日志条目被改动') })
    expect((await runCommand('src/core/verify.ts', [away])).code).toBe(1)
    rmSync(join(away, 'manifest.json'))
    expect(bare()).toMatchObject({ status: 1, stdout: expect.stringContaining('manifest.json: 缺少文件') })
  },
)
