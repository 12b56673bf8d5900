import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station } from '../../shared/domain/person.ts'
import { IncidentService } from '../incidents/service.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { makeBackup } from './make.ts'
import { makeRecoveryKey, recoveryKeyFrom } from './recovery-key.ts'
import { checkBackup, restore } from './restore.ts'
import { Backups } from './service.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const leader = { kind: 'user', id: 'rep', name: '赵敏', shiftId: null } as const
const attachment = `attachments/${'ab'.repeat(32)}`

/** A data folder with some entries, and one backup of it. */
async function backedUp(path: string, recipient: Buffer) {
  const dataDir = join(path, 'data')
  const folder = join(path, 'second-disk')
  mkdirSync(folder)
  const siteFile = join(path, 'site.json')
  writeFileSync(siteFile, '{"version":1}')
  using stack = new DisposableStack()
  const db = stack.adopt(openDatabase(dataDir), opened => void opened.close())
  const journal = new Journal(db, new FakeClock())
  const append = (text: string) =>
    journal.append({ actor: station, kind: 'duty.noted', subject: 'duty', body: { text } })
  for (let count = 0; count < 50; count++) append(`夜班 ${count} `.repeat(2_000))
  mkdirSync(join(dataDir, 'attachments'))
  writeFileSync(join(dataDir, attachment), 'scan')
  writeFileSync(join(dataDir, 'vault.key'), 'never leaves')
  const fileName = 'backup-1.zsb'
  const making = makeBackup({
    db,
    dataDir,
    siteFile,
    folder,
    fileName,
    recipient,
    station: '试验小学',
    madeAtMs: 1,
  })
  // The station goes on writing meanwhile.
  append('during')
  const made = await making
  return { made, file: join(folder, fileName), folder }
}

test('a backup made while the station writes is restored whole, by the printed key only', async () => {
  using folder = dataFolder()
  const { recoveryKey, publicKey } = makeRecoveryKey()
  const { made, file } = await backedUp(folder.path, publicKey)
  const target = join(folder.path, 'restored')
  const head = await restore(file, recoveryKeyFrom(recoveryKey.toLowerCase().replaceAll('-', ' ')), target)
  expect(head.journal).toEqual(made.head)
  expect(readFileSync(join(target, attachment), 'utf8')).toBe('scan')
  expect(readdirSync(target)).not.toContain('vault.key')
  using stack = new DisposableStack()
  const db = stack.adopt(openDatabase(target), opened => void opened.close())
  const journal = new Journal(db, new FakeClock())
  expect(journal.verify().bad).toBeNull()
  expect(journal.head()).toEqual(made.head)
  const other = recoveryKeyFrom(makeRecoveryKey().recoveryKey)
  await expect(checkBackup(file, other)).rejects.toThrow('another recovery key')
  await expect(restore(file, other, join(folder.path, 'nothing'))).rejects.toThrow('another recovery key')
  expect(readdirSync(folder.path)).not.toContain('nothing')
  await expect(restore(file, recoveryKeyFrom(recoveryKey), target)).rejects.toThrow('not empty')
})

test('a changed, shortened or lengthened backup is refused', async () => {
  using folder = dataFolder()
  const { recoveryKey, publicKey } = makeRecoveryKey()
  const { file, folder: disk } = await backedUp(folder.path, publicKey)
  expect(readdirSync(disk)).toEqual(['backup-1.zsb'])
  const key = recoveryKeyFrom(recoveryKey)
  const whole = readFileSync(file)
  for (const at of [0, 20, 60, Math.floor(whole.length / 2), whole.length - 1]) {
    const changed = Buffer.from(whole)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    writeFileSync(file, changed)
    await expect(checkBackup(file, key)).rejects.toThrow(/backup/)
  }
  writeFileSync(file, whole)
  truncateSync(file, whole.length - 1_000)
  await expect(checkBackup(file, key)).rejects.toThrow(/backup/)
  writeFileSync(file, whole)
  appendFileSync(file, Buffer.alloc(40))
  await expect(checkBackup(file, key)).rejects.toThrow(/backup/)
})

test('a recovery key survives paper, and a mistyped one is refused', () => {
  for (let round = 0; round < 50; round++) {
    const { recoveryKey } = makeRecoveryKey()
    expect(recoveryKey).toMatch(/^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/)
    expect(() => recoveryKeyFrom(recoveryKey.replaceAll('0', 'o').replaceAll('1', 'l'))).not.toThrow()
    const wrong = (recoveryKey.startsWith('2') ? '3' : '2') + recoveryKey.slice(1)
    expect(() => recoveryKeyFrom(wrong)).toThrow('recovery key')
  }
  expect(() => recoveryKeyFrom('hello')).toThrow('recovery key')
})

/** Backups of a station that writes next to nothing, to a disk that is not there yet. */
function openBackups(settings?: { folder: string; everyHours: number; keep: number } | null) {
  const stack = new DisposableStack()
  const folder = stack.use(dataFolder())
  const dataDir = join(folder.path, 'data')
  const disk = join(folder.path, 'disk')
  const siteFile = join(folder.path, 'site.json')
  writeFileSync(siteFile, '{}')
  const clock = new FakeClock()
  const db = stack.adopt(openDatabase(dataDir), opened => void opened.close())
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const told: string[] = []
  const log = openLog(folder.path)
  const backups = new Backups({
    db,
    journal,
    clock,
    log,
    dataDir,
    siteFile,
    seals: { last: () => null },
    incidents: {
      occur: occurrence => {
        told.push(occurrence.code)
        return incidents.occur(occurrence)
      },
      restored: (...about) => {
        told.push('restored')
        incidents.restored(...about)
      },
    },
    stationName: () => '试验小学',
    settings: () => (settings === null ? undefined : (settings ?? { folder: disk, everyHours: 24, keep: 2 })),
  })
  return { backups, clock, journal, disk, siteFile, told, [Symbol.dispose]: () => stack.dispose() }
}

test('backups are made when due; one that is owed and missing is a fault until it is there', async () => {
  using room = openBackups()
  const { backups, clock, journal, disk, told } = room
  backups.checkDue()
  expect([backups.report().state, told]).toEqual(['no-key', []])
  await clock.advance(25 * 3_600_000)
  backups.checkDue()
  expect(told).toEqual(['backup-no-key'])
  backups.makeKey(leader)
  // The disk is not there: refused, written down, and still a fault.
  await expect(backups.now(leader)).rejects.toThrow('backup.failed')
  expect(backups.report()).toMatchObject({ state: 'failed', last: null })
  mkdirSync(disk)
  for (let round = 0; round < 3; round++) {
    await backups.now(leader)
    backups.checkDue()
    await clock.advance(25 * 3_600_000)
  }
  expect(told).toEqual(['backup-no-key', 'restored'])
  expect(readdirSync(disk)).toHaveLength(2)
  expect(journal.between(['backup.made', 'backup.failed'], 0, 9e12).map(({ kind }) => kind)).toEqual([
    'backup.failed',
    'backup.made',
    'backup.made',
    'backup.made',
  ])
})

test('one minute in another year holds no backup up: it is due at once, and told', async () => {
  using room = openBackups()
  const { backups, clock, disk, told } = room
  mkdirSync(disk)
  backups.makeKey(leader)
  await clock.advance(1_500 * dayMs)
  await backups.now(leader)
  await clock.advance(-1_500 * dayMs)
  expect(backups.report().state).toBe('stale')
  backups.checkDue()
  expect(told).toEqual(['backup-stale'])
  expect(backups.report().state).toBe('busy')
  await expect.poll(() => backups.report().state).toBe('fresh')
  backups.checkDue()
  expect(told).toEqual(['backup-stale', 'restored'])
})

test('a share that hangs is told after two hours, and no second backup waits beside it', async () => {
  using room = openBackups()
  const { backups, clock, disk, siteFile, told } = room
  mkdirSync(disk)
  // Whoever reads it waits until somebody writes.
  rmSync(siteFile)
  execFileSync('mkfifo', [siteFile])
  backups.makeKey(leader)
  const hanging = backups.now(leader)
  await clock.advance(hourMs)
  backups.checkDue()
  expect([backups.report().state, told]).toEqual(['busy', []])
  await clock.advance(hourMs)
  backups.checkDue()
  expect(backups.report()).toMatchObject({ state: 'failed', failure: 'no-answer' })
  expect(told).toEqual(['backup-failed'])
  await expect(backups.now(leader)).rejects.toThrow('backup.busy')
  await (await open(siteFile, 'w')).close()
  await hanging.catch(() => {})
  // It answers again: the next one is not held up.
  rmSync(siteFile)
  writeFileSync(siteFile, '{}')
  await backups.now(leader)
  backups.checkDue()
  expect([backups.report().state, told]).toEqual(['fresh', ['backup-failed', 'restored']])
})

test('no backups, and backups on the disk of the record itself, are said', async () => {
  using none = openBackups(null)
  expect(none.backups.openItems()).toMatchObject([{ kind: 'backup-off' }])
  using room = openBackups()
  const { backups, disk } = room
  mkdirSync(disk)
  backups.makeKey(leader)
  expect([backups.report().isSameDisk, backups.openItems()]).toEqual([null, []])
  await backups.now(leader)
  expect(backups.report().isSameDisk).toBe(true)
  expect(backups.openItems()).toMatchObject([{ kind: 'backup-same-disk', name: disk }])
})
