import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { databaseFile } from '../../src/core/platform/database.ts'
import { burglaries, panicPress, sendFlood } from '../helpers/flood-dialler.ts'
import { nightGuard, startRoom, type Room } from '../helpers/room.ts'

function entriesOf(room: Room, kind: string): { body: string }[] {
  const db = new Database(databaseFile(room.dataDir), { readonly: true })
  try {
    return db
      .prepare<[string], { body: string }>('SELECT body FROM journal WHERE kind = ? ORDER BY seq')
      .all(kind)
  } finally {
    db.close()
  }
}

const pushesOf = (received: readonly string[], name: string): number =>
  received.filter(text => text.startsWith(`{"push":"${name}"`)).length

test('two hundred places and a panic press within seconds: none is lost, none is told more often than an eye can see', async () => {
  await using room = await startRoom(nightGuard)
  const { desk, school } = room
  const startMs = performance.now()
  const before = pushesOf(desk.received, 'incidents')
  // A quarter of the places alarm once more: they join, and become no places of their own.
  const events = [...burglaries(120), panicPress, ...burglaries(80, 221), ...burglaries(50)]
  await sendFlood({ port: school.dc09Port, events })
  const open = await desk.until('incidents', incidents => incidents.length === 201)
  const all = await desk.until('incidents', incidents =>
    incidents.some(({ signalCount }) => signalCount === 2 && incidents.length === 201),
  )
  expect(all[0]).toMatchObject({ kind: 'panic', priority: 1 })
  await expect
    .poll(async () =>
      (await desk.call('incidents.open', {})).reduce((sum, each) => sum + each.signalCount, 0),
    )
    .toBe(251)
  expect(new Set(open.map(({ placeName }) => placeName)).size).toBe(201)
  expect(entriesOf(room, 'intrusion.signal').length).toBe(251)
  expect(entriesOf(room, 'incident.raised')).toHaveLength(201)
  expect(entriesOf(room, 'incident.joined')).toHaveLength(50)
  const pushes = pushesOf(desk.received, 'incidents') - before
  // One a twentieth of a second at most, and one before each of the answers above.
  expect(pushes).toBeLessThan((performance.now() - startMs) / 50 + 100)
  expect(await desk.until('flood', flood => flood?.count === 201)).toMatchObject({ peak: 201 })
  expect(entriesOf(room, 'flood.began')).toHaveLength(1)
})

test('a shelved zone is counted and told but rings nobody, also after a restart; what still stands rings when it ends', async () => {
  await using room = await startRoom(nightGuard)
  const { desk, school } = room
  const untilMs = Date.now() + 3_600_000
  const request = { zoneId: 'pir-archive', reason: '探测器误报，已报修', untilMs }
  expect(await desk.refusalOf('shelving.shelve', { ...request, zoneId: 'panic-gate' })).toBe('shelving.never')
  const { id } = await desk.call('shelving.shelve', request)
  await sendFlood({ port: school.dc09Port, events: ['1130 01 005', '1130 01 005', '1130 01 006'] })
  expect(await desk.until('incidents', incidents => incidents.length === 1)).toMatchObject([
    { zoneId: 'pir-finance' },
  ])
  expect(await desk.until('shelving', ([shelf]) => shelf?.heldCount === 2)).toMatchObject([
    { zoneId: 'pir-archive', reason: '探测器误报，已报修', by: { name: '王建国' } },
  ])
  await room.core.end('SIGKILL')
  const again = await room.restart()
  expect(await again.desk.call('shelving.list', {})).toMatchObject([{ id, heldCount: 2, untilMs }])
  await again.desk.call('shelving.lift', { id })
  const open = await again.desk.until('incidents', incidents => incidents.length === 2)
  expect(new Set(open.map(({ zoneId }) => zoneId))).toEqual(new Set(['pir-archive', 'pir-finance']))
  expect(await again.desk.call('shelving.list', {})).toEqual([])
})
