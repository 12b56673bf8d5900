import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import type { ArchiveState } from '../../shared/domain/archive.ts'
import { Refusal } from '../../shared/refusal.ts'
import { Attachments } from '../attachments/store.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { keyFromFile } from '../platform/vault-key.ts'
import { openVault } from '../platform/vault.ts'
import type { Ground } from '../station/ground.ts'
import type { ArchiveManifest } from './format.ts'
import { openArchives } from './start-archives.ts'
import { partialSuffix } from './service.ts'

const leader = { kind: 'user', id: 'zhao', name: '赵明', shiftId: 1 } as const
const principal = { kind: 'user', id: 'chen', name: '陈华', shiftId: null } as const
const term = { name: '第一学期', from: '2026-11-20', through: '2026-11-21' }
const soon = { timeout: 30_000, interval: 20 }

/** A station's archives over real SQLite, without screen and shell; on the night of 2026-11-23, Beijing time. */
async function openRoom(freeBytes?: () => Promise<number>) {
  const folder = dataFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  const dataDir = join(folder.path, 'data')
  const clock = new FakeClock(Date.UTC(2026, 10, 20, 1, 0, 0))
  const db = openDatabase(dataDir)
  const journal = new Journal(db, clock)
  journal.append({ actor: leader, kind: 'duty.noted', subject: 'duty', body: { text: '南门已关' } })
  await clock.advance(3 * 86_400_000)
  const log = openLog(dataDir)
  const vault = openVault({ file: join(dataDir, 'vault.bin'), key: keyFromFile(dataDir), clock, log })
  const site = { site: { id: 'demo', name: '示范学校' }, archives: { terms: [], dueDays: 14 } }
  const state = { broken: false }
  const ground = {
    db,
    journal,
    clock,
    log,
    vault,
    sites: { current: site },
    options: { dataDir, paperFrom: 'nobody' },
  } as unknown as Ground
  const open = () =>
    openArchives(ground, {
      attachments: new Attachments({ dataDir, db, journal, clock }),
      watch: { state: () => ({ state: state.broken ? 'broken' : 'whole' }) } as never,
      people: () => [],
      ...(freeBytes !== undefined && { freeBytes }),
    })
  const feature = await open()
  onTestFinished(async () => {
    await feature[Symbol.asyncDispose]()
    db.close()
  })
  const exportDir = join(dataDir, 'exports')
  const stateOf = (number: number): ArchiveState['kind'] | undefined =>
    feature.archives.list().find(each => each.number === number)?.state.kind
  const kinds = () =>
    journal
      .between(
        ['started', 'made', 'signed', 'failed', 'cancelled', 'discarded', 'handed-over', 'received'].map(
          kind => `archives.${kind}`,
        ),
        0,
        9e15,
      )
      .map(({ kind }) => kind.replace('archives.', ''))
  return { ...feature, open, journal, exportDir, stateOf, kinds, state }
}

async function codeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'none'
}

test('an archive is made, journaled, signed by another, and its package goes when it is discarded', async () => {
  const room = await openRoom()
  const { archives } = room
  await archives.order(term, leader)
  await expect.poll(() => room.stateOf(1), soon).toBe('made')
  const made = archives.byNumber(1)
  expect(made.facts).toMatchObject({ entries: 1, rows: 1, hasPdf: false })
  expect(readdirSync(join(room.exportDir, made.packageName))).toContain('verify.mjs')
  const self = { id: leader.id, name: leader.name }
  expect(await codeOf(() => archives.act(1, { type: 'sign', by: self }, leader))).toBe(
    'archives.second-person',
  )
  await archives.act(1, { type: 'sign', by: { id: principal.id, name: principal.name } }, principal)
  await archives.act(1, { type: 'discard', by: self, reason: '日期选错' }, leader)
  expect(existsSync(join(room.exportDir, made.packageName))).toBe(false)
  expect(room.kinds()).toEqual(['started', 'made', 'signed', 'discarded'])
  // The number is used up.
  await archives.order(term, leader)
  await expect.poll(() => room.stateOf(2), soon).toBe('made')
})

test('what cannot be archived is refused before anything is written', async () => {
  const room = await openRoom()
  const order = (more: object) => codeOf(() => room.archives.order({ ...term, ...more }, leader))
  expect(await order({ from: '2026-11-22' })).toBe('archives.period-invalid')
  expect(await order({ through: '2026-11-23' })).toBe('archives.not-over')
  room.state.broken = true
  expect(await order({})).toBe('archives.journal-broken')
  room.state.broken = false
  // A file where the export folder should be: it cannot be written to by anybody, not even by root.
  writeFileSync(room.exportDir, '')
  expect(await order({})).toBe('archives.cannot-write')
  expect(room.kinds()).toEqual([])
})

test('no room on the disk is found before anything is written', async () => {
  const room = await openRoom(() => Promise.resolve(1_000_000))
  await expect(room.archives.order(term, leader)).rejects.toMatchObject({
    code: 'archives.no-space',
    params: { free: 0 },
  })
  expect(room.kinds()).toEqual([])
})

test('a second one waits, and one that is cancelled leaves nothing behind', async () => {
  const room = await openRoom()
  const { archives } = room
  await archives.order(term, leader)
  expect(await codeOf(() => archives.order(term, leader))).toBe('archives.busy')
  archives.cancel(1, leader)
  await expect.poll(() => room.stateOf(1), soon).toBe('cancelled')
  expect(readdirSync(room.exportDir)).toEqual([])
  expect(room.kinds()).toEqual(['started', 'cancelled'])
})

test('what a crash left behind is removed at the next start and said', async () => {
  const room = await openRoom()
  await room.archives.order(term, leader)
  await room.archives[Symbol.asyncDispose]()
  expect(room.stateOf(1)).toBe('failed')
  mkdirSync(join(room.exportDir, `学期归档_x${partialSuffix}`), { recursive: true })
  await using again = await room.open()
  expect(readdirSync(room.exportDir)).toEqual([])
  expect(again.archives.byNumber(1).state).toMatchObject({ kind: 'failed', reason: 'station-stopped' })
})

test('two archives that follow each other join in the chain', async () => {
  const room = await openRoom()
  const { archives } = room
  for (const [number, part] of [
    [1, { ...term, through: '2026-11-20' }],
    [2, { ...term, from: '2026-11-21' }],
  ] as const) {
    await archives.order(part, leader)
    await expect.poll(() => room.stateOf(number), soon).toBe('made')
  }
  const journals = [1, 2].map(number => {
    const file = join(room.exportDir, archives.byNumber(number).packageName, 'manifest.json')
    return readManifest(file)
  })
  expect(journals[1]?.before.hash).toBe(journals[0]?.last?.hash)
  expect(journals[1]).toMatchObject({ entries: 0, first: null, last: null })
})

function readManifest(file: string) {
  return (JSON.parse(readFileSync(file, 'utf8')) as ArchiveManifest).journal
}
