import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { writeDc09Site } from '../helpers/dc09-site.ts'

const source = join(import.meta.dirname, '..', '..', 'src', 'core')
/** Long enough for any machine; a state is waited for, not a time. */
const soon = { timeout: 60_000, interval: 200 }
const run = (script: string, ...rest: string[]) =>
  spawnSync(process.execPath, [join(source, script), ...rest], { encoding: 'utf8' })

test(
  'a station seals its day, is backed up while it runs, and is restored by the printed key',
  { timeout: 180_000 },
  async () => {
    using folder = dataFolder()
    const dataDir = join(folder.path, 'data')
    const secondDisk = join(folder.path, 'disk')
    mkdirSync(secondDisk)
    const siteFile = writeDc09Site(folder.path, 0, ['1234'])
    const site = JSON.parse(readFileSync(siteFile, 'utf8')) as object
    writeFileSync(siteFile, JSON.stringify({ ...site, backup: { folder: secondDisk } }))
    let recoveryKey: string
    {
      await using core = await startCore(dataDir, siteFile)
      using desk = await core.desk()
      await desk.call('duty.sign-on', { userId: 'wang-jianguo', pin: '246810', secrecyAccepted: true })
      await desk.call('duty.note', { text: '档案室窗户已关' })
      const period = { fromMs: 0, toMs: 9e12 }
      const found = await desk.call('search.find', { ...period, text: '窗户' })
      expect(found.hits).toMatchObject([{ ledgers: ['duty'], who: '王建国' }])
      const way = await desk.call('search.source', { seq: found.hits[0]?.seq ?? 0, ledger: 'duty' })
      expect(way.index).toBe(0)
      // A guard finds what stands in ledgers, and may neither read the proof nor make a key.
      expect((await desk.call('search.find', { ...period, text: 'station' })).hits).toEqual([])
      await expect(desk.call('backup.make-key', {})).rejects.toThrow('duty.forbidden')
      await desk.call('duty.sign-off', { note: '下班', reason: 'room-closes' })
    }
    {
      await using core = await startCore(dataDir, siteFile, 'e'.repeat(64))
      using desk = await core.desk()
      await desk.call('duty.sign-on', { userId: 'chen-hua', pin: '246810', secrecyAccepted: true })
      await expect.poll(async () => (await desk.call('records.report', {})).seals.length, soon).toBe(1)
      const made = await desk.call('backup.make-key', {})
      recoveryKey = made.recoveryKey
      expect(made.html).toContain(recoveryKey)
      await expect.poll(async () => (await desk.call('records.report', {})).backup.state, soon).toBe('fresh')
      expect(await desk.call('journal.verify', {})).toMatchObject({ firstBadSeq: null })
      const log = readFileSync(join(dataDir, 'log', 'station.log'), 'utf8')
      expect(log).not.toContain(recoveryKey)
    }
    const [backup = ''] = readdirSync(secondDisk).filter(name => name.endsWith('.zsb'))
    const keyFile = join(folder.path, 'key.txt')
    const target = join(folder.path, 'restored')
    writeFileSync(keyFile, recoveryKey)
    const restored = run('restore.ts', join(secondDisk, backup), '--key-file', keyFile, '--to', target)
    expect(restored).toMatchObject({ status: 0, stderr: '' })
    // The heads beside the backup were never rewritten: the restored journal contains them.
    const heads = join(secondDisk, 'journal-heads.jsonl')
    expect(run('verify.ts', target, '--heads', heads)).toMatchObject({ status: 0 })
    await using core = await startCore(target, join(target, 'site.json'))
    using desk = await core.desk()
    await desk.call('duty.sign-on', { userId: 'wang-jianguo', pin: '246810', secrecyAccepted: true })
    const again = await desk.call('search.find', { fromMs: 0, toMs: 9e12, text: '窗户' })
    expect(again.hits).toHaveLength(1)
  },
)
