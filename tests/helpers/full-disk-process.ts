import { mkdirSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openArchives } from '../../src/core/archives/start-archives.ts'
import { Attachments } from '../../src/core/attachments/store.ts'
import { makeRecoveryKey } from '../../src/core/backup/recovery-key.ts'
import { Backups } from '../../src/core/backup/service.ts'
import { IncidentService } from '../../src/core/incidents/service.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { openDatabase } from '../../src/core/platform/database.ts'
import { openLog } from '../../src/core/platform/log.ts'
import { openVault } from '../../src/core/platform/vault.ts'
import type { Ground } from '../../src/core/station/ground.ts'
import { Refusal } from '../../src/shared/refusal.ts'
import { exporter, orderOf, startExportRoom } from './export-room.ts'
import { FakeClock } from './fake-clock.ts'
import { makeFragmentedMp4 } from './fragmented-mp4.ts'

/**
 * Writes one thing that a person asks for, on a disk that is full from its `DISK_AT`th write on (tests/faults/disk.c), and
 * says as one line of JSON how it ended, what lies where it should be, and what the journal tells of it.
 * `node full-disk-process.ts attachment|archive|backup|export FOLDER`
 */
const leader = { kind: 'user', id: 'zhao', name: '赵明', shiftId: 1 } as const

interface Ending {
  /** `done`, or the code of the refusal, or why the work failed. */
  readonly outcome: string
  /** Where the disk is full. */
  readonly folder: string
  readonly journal: Journal
}

/** From here on the disk of this folder counts its writes; also for the programs that are started. */
function fillUp(folder: string): void {
  mkdirSync(folder, { recursive: true })
  process.env['DISK_FOLDER'] = folder
}

async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    await work()
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

function openRecord(dataDir: string) {
  const clock = new FakeClock(Date.UTC(2026, 10, 20, 1))
  const db = openDatabase(dataDir)
  const journal = new Journal(db, clock)
  return { dataDir, clock, db, journal, log: openLog(dataDir, 'silent') }
}

async function attachment(dataDir: string): Promise<Ending> {
  const record = openRecord(dataDir)
  const folder = join(dataDir, 'attachments')
  const scan = Buffer.alloc(300_000, '%PDF-1.7 scan ')
  fillUp(folder)
  const outcome = await outcomeOf(() => new Attachments(record).put('批复.pdf', scan, leader))
  return { outcome, folder, journal: record.journal }
}

async function backup(dataDir: string): Promise<Ending> {
  const record = openRecord(dataDir)
  const folder = join(dataDir, 'second-disk')
  const siteFile = join(dataDir, 'site.json')
  writeFileSync(siteFile, '{"version":1}')
  const backups = new Backups({
    ...record,
    seals: { last: () => null },
    incidents: new IncidentService(record),
    siteFile,
    stationName: () => '示范学校',
    settings: () => ({ folder, everyHours: 24, keep: 7 }),
  })
  const { publicKey } = makeRecoveryKey()
  const body = { publicKey: publicKey.toString('hex') }
  record.journal.append({ actor: leader, kind: 'backup.key-made', subject: 'backup', body })
  fillUp(folder)
  const outcome = await outcomeOf(() => backups.now(leader))
  return { outcome, folder, journal: record.journal }
}

async function archive(dataDir: string): Promise<Ending> {
  const record = openRecord(dataDir)
  const { clock, journal, log } = record
  for (let count = 0; count < 400; count++)
    journal.append({ actor: leader, kind: 'duty.noted', subject: 'duty', body: { text: `巡查 ${count}` } })
  await clock.advance(3 * 86_400_000)
  const vault = openVault({ file: join(dataDir, 'vault.bin'), key: Buffer.alloc(32, 7), clock, log })
  const site = { site: { id: 'demo', name: '示范学校' }, archives: { terms: [], dueDays: 14 } }
  const options = { dataDir, paperFrom: 'nobody' }
  const ground = { ...record, vault, sites: { current: site }, options } as unknown as Ground
  const { archives } = await openArchives(ground, {
    attachments: new Attachments(record),
    watch: { state: () => ({ state: 'whole' }) } as never,
    people: () => [],
  })
  const folder = join(dataDir, 'exports')
  fillUp(folder)
  const term = { name: '第一学期', from: '2026-11-20', through: '2026-11-21' }
  let outcome = await outcomeOf(() => archives.order(term, leader))
  if (outcome === 'done') {
    const state = () => archives.byNumber(1).state
    while (state().kind === 'running') await new Promise(resolve => setTimeout(resolve, 20))
    const ended = state()
    outcome = ended.kind === 'failed' ? ended.reason : ended.kind === 'made' ? 'done' : ended.kind
  }
  return { outcome, folder, journal }
}

async function video(): Promise<Ending> {
  const room = await startExportRoom()
  const startMs = Date.UTC(2026, 10, 21, 6)
  const span = { fromMs: startMs, toMs: startMs + 20_000 }
  const mp4 = makeFragmentedMp4({ seconds: 20 })
  room.archive.record({ cameraId: 'cam-1', mp4, startMs, segmentMs: 2_000 })
  room.approve(1, span)
  fillUp(room.exportDir)
  const [job] = room.exports.order(orderOf(span.fromMs, span.toMs), exporter)
  const { state } = await room.ended(job?.id ?? 0)
  const outcome = state.kind === 'failed' ? state.reason : state.kind
  return { outcome, folder: room.exportDir, journal: room.journal }
}

const [what = '', dataDir = ''] = process.argv.slice(2)
const works = { attachment, archive, backup, export: video }
const ending = await works[what as keyof typeof works](dataDir)
const left = readdirSync(ending.folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(({ name }) => name)
const told = ending.journal
  .between(
    ['attachment.refused', 'attachment.added', 'archives.failed', 'archives.made', 'backup.failed'].concat([
      'backup.made',
      'video.export-failed',
      'video.exported',
    ]),
    0,
    9e15,
  )
  .map(({ kind }) => kind)
// Only the programs of this one are over; what still runs in here is of no more use.
writeSync(1, `${JSON.stringify({ outcome: ending.outcome, left, told })}\n`)
process.exit(0)
