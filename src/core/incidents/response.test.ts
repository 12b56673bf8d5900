import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import type { IncidentKind } from '../../shared/domain/incident.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { AlarmResponse, LinkageRule } from '../../shared/site/response.ts'
import { Refusal } from '../../shared/refusal.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { IncidentCare } from './care.ts'
import { Linkage, type LinkageMeans } from './linkage/service.ts'
import { IncidentService } from './service.ts'
import { Sound } from './sound.ts'

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
const shift = {
  id: 7,
  person: { id: 'wang', name: '王建国', roles: [] },
  kind: 'night' as const,
  startedAtMs: 0,
  endedAtMs: null,
  plan: { kind: 'none' as const },
}

function openRoom(clock = new FakeClock(), folder = dataFolder()) {
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const care = new IncidentCare({ incidents, clock, limits: () => AlarmResponse.parse({}) })
  return {
    incidents,
    care,
    clock,
    journal,
    log: openLog(folder.path, 'silent'),
    kinds: (...kinds: string[]) => journal.between(kinds, 0, 1e15).map(({ kind, body }) => ({ kind, body })),
    alarm: (zoneId: string, kind: IncidentKind = 'intrusion') =>
      incidents.occur({
        kind,
        place: { key: `zone:${zoneId}`, name: zoneId, panelId: 'panel', zoneId, cameraIds: ['cam-1'] },
        actor: station,
        code: 'BA',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      }),
    /** The station ends and starts again on the same data. */
    again() {
      db.close()
      return openRoom(clock, folder)
    },
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('an alarm that nobody takes up is escalated at its limit, once, although the station was started anew meanwhile', async () => {
  const before = openRoom()
  const { id } = before.alarm('archive')
  await before.clock.advance(59_000)
  before.care.checkDue()
  expect(before.incidents.byId(id)?.care.escalatedAtMs).toBeNull()
  using room = before.again()
  await room.clock.advance(1_000)
  room.care.checkDue()
  room.care.checkDue()
  expect(room.incidents.byId(id)?.care.escalatedAtMs).toBe(room.clock.now())
  expect(room.kinds('incident.escalated')).toHaveLength(1)
})

test('left without a decision it goes back to the queue: put away, idle, or signed off; the record says which', async () => {
  using room = openRoom()
  const { id } = room.alarm('archive')
  room.incidents.act(id, { type: 'take', takeOver: false }, wang)
  room.incidents.act(id, { type: 'leave' }, wang)
  room.incidents.act(id, { type: 'locate' }, wang)
  await room.clock.advance(180_000)
  room.care.checkDue()
  room.incidents.act(id, { type: 'dispatch', who: '李强' }, wang)
  await room.clock.advance(600_000)
  room.care.checkDue()
  expect(room.incidents.byId(id)?.care.owner?.by.id).toBe('wang')
  room.care.seatedNow(['wang'])
  room.care.seatedNow([])
  expect(room.kinds('incident.returned').map(({ body }) => body['cause'])).toEqual([
    'put-away',
    'idle',
    'signed-off',
  ])
})

test('found to be a fault it opens a ticket, in the same step and under the same number', () => {
  using room = openRoom()
  const { id } = room.alarm('archive')
  room.incidents.act(id, { type: 'locate' }, wang)
  room.incidents.act(id, { type: 'dispatch', who: '李强' }, wang)
  room.incidents.act(id, { type: 'arrive' }, wang)
  const verified = room.incidents.act(id, { type: 'verify', verdict: 'fault', note: '探测器进水' }, wang)
  expect(verified.care.ticketNumber).toBe(1)
  expect(room.incidents.tickets.list()).toMatchObject([
    {
      number: 1,
      incidentId: id,
      device: 'panel',
      place: 'archive',
      note: '探测器进水',
      deadlines: 'unknown',
    },
  ])
  expect(room.kinds('maintenance.ticket-opened')).toHaveLength(1)
})

test('the version by which an incident is handled stays with it when the procedure is edited', () => {
  using room = openRoom()
  const { procedures } = room.incidents
  const first = room.alarm('archive')
  const shipped = procedures.current('intrusion')
  const [point = ''] = shipped.steps[0]?.checklist ?? []
  const steps = shipped.steps.map(step => ({ ...step, checklist: ['新要点'] }))
  const draft = { id: 'intrusion' as const, basedOn: 1, title: '入侵', steps, reason: '演练后修订' }
  expect(procedures.edit(draft, wang).version).toBe(2)
  expect(codeOf(() => procedures.edit(draft, wang))).toBe('procedures.changed-meanwhile')
  const second = room.alarm('finance')
  expect([first.care.procedure, second.care.procedure]).toEqual([
    { id: 'intrusion', version: 1 },
    { id: 'intrusion', version: 2 },
  ])
  const ticked = room.incidents.act(first.id, { type: 'tick', step: 'locate', index: 0 }, wang)
  expect(ticked.care.ticks.map(tick => tick.text)).toEqual([point])
  expect(procedures.history('intrusion').map(({ version }) => version)).toEqual([2, 1])
})

test('in a drill only its zones are marked; what is real is never joined to it, nor hidden by it', async () => {
  using room = openRoom()
  const { drills } = room.incidents
  const real = room.alarm('fence-1', 'perimeter')
  drills.start(
    { reason: '夜间翻越', zoneIds: ['fence-1', 'fence-3'], endsAtMs: room.clock.now() + 60_000 },
    wang,
  )
  const drilled = room.alarm('fence-3', 'perimeter')
  const other = room.alarm('fence-5', 'perimeter')
  expect([room.alarm('fence-1').id, real.drill, drilled.drill, other.drill]).toEqual([real.id, null, 1, null])
  await room.clock.advance(60_000)
  drills.checkDue()
  expect(drills.running()).toBeNull()
  // The drill's incident is still open when somebody really climbs over.
  const earnest = room.alarm('fence-3', 'perimeter-cut')
  expect([earnest.id === drilled.id, earnest.drill]).toEqual([false, null])
  room.incidents.restored('zone:fence-3', station, 'BR')
  expect(room.incidents.open().map(({ id, signalState }) => [id, signalState])).toContainEqual([
    drilled.id,
    'restored',
  ])
  expect(room.kinds('drill.started', 'drill.ended').map(({ body }) => body['byTime'])).toEqual([false, true])
})

test('an action of a rule that fails stops no other, and every outcome is on record', async () => {
  using room = openRoom()
  const rule = LinkageRule.parse({
    id: 'fence',
    name: '周界联动',
    when: { zones: ['fence-3'] },
    presets: [{ camera: 'cam-1', to: { kind: 'home' } }],
    relays: [{ camera: 'cam-1', output: 'light', seconds: 60 }],
    lock: {},
    task: '打开探照灯',
  })
  const means: LinkageMeans = {
    preset: () => Promise.reject(new Refusal('ptz.unreachable')),
    relay: () => Promise.resolve(),
    lock: () => Promise.resolve(),
  }
  const linkage = new Linkage({
    incidents: room.incidents,
    rules: () => [rule],
    placeOf: () => null,
    means,
    journal: room.journal,
    clock: room.clock,
    log: room.log,
  })
  const { id } = room.alarm('fence-3', 'perimeter-cut')
  room.alarm('fence-1', 'perimeter')
  await expect
    .poll(() =>
      room.incidents.byId(id)?.care.linked.map(({ action, state, reason }) => [action, state, reason]),
    )
    .toEqual([
      ['preset', 'failed', 'ptz.unreachable'],
      ['enlarge', 'running', ''],
      ['second-screen', 'running', ''],
      ['lock', 'done', ''],
      ['relay', 'done', ''],
      ['task', 'running', ''],
    ])
  linkage.shown(id, 'enlarge')
  linkage.taskDone(id, 'fence', wang)
  await room.clock.advance(11_000)
  linkage.checkDue()
  expect(room.incidents.byId(id)?.care.linked.map(({ state }) => state)).toEqual([
    'failed',
    'done',
    'failed',
    'done',
    'done',
    'done',
  ])
  expect(room.incidents.open().filter(({ care }) => care.linked.length > 0)).toHaveLength(1)
  await linkage[Symbol.asyncDispose]()
})

test('a lock that throws, and a disk that takes no outcome for a while, end nothing; both are on record later', async () => {
  using room = openRoom()
  const rule = LinkageRule.parse({ id: 'fence', name: '周界联动', when: {}, lock: {}, task: '打开探照灯' })
  let isFull = true
  const linkage = new Linkage({
    incidents: room.incidents,
    rules: () => [rule],
    placeOf: () => null,
    means: {
      preset: () => Promise.resolve(),
      relay: () => Promise.resolve(),
      lock: () => {
        throw new Refusal('recordings.span-invalid')
      },
    },
    journal: {
      transaction: work => {
        if (isFull) throw new Error('disk is full')
        return room.journal.transaction(work)
      },
    },
    clock: room.clock,
    log: room.log,
  })
  const { id } = room.alarm('archive')
  await room.clock.advance(0)
  expect(room.incidents.byId(id)?.care.linked).toEqual([])
  isFull = false
  await room.clock.advance(61_000)
  linkage.checkDue()
  linkage.checkDue()
  const outcomes = () =>
    room.incidents.byId(id)?.care.linked.map(({ action, state, reason }) => [action, state, reason])
  expect(outcomes()).toEqual([
    ['enlarge', 'failed', 'not-shown'],
    ['second-screen', 'failed', 'no-screen'],
    ['task', 'running', ''],
    ['lock', 'failed', 'recordings.span-invalid'],
  ])
  // The pop-up came to it after all.
  linkage.shown(id, 'enlarge')
  expect(outcomes()?.[0]).toEqual(['enlarge', 'done', ''])
  await linkage[Symbol.asyncDispose]()
})

test('the test of the sound is owed once a shift; not heard, or no output, is a fault of the seat', () => {
  using room = openRoom()
  const { incidents, journal, clock } = room
  let present = shift
  const sound = new Sound({ incidents, shift: () => present, journal, clock })
  incidents.changed.on(open => sound.follow(open))
  expect(sound.report()).toMatchObject({ ring: null, testDue: true, audio: 'unknown' })
  sound.test()
  sound.answered(false, wang)
  expect(sound.report()).toMatchObject({ testNumber: 1, testDue: false, ring: { sound: 'notice' } })
  expect(incidents.open()).toMatchObject([{ kind: 'device-fault', placeName: '值班台报警声音' }])
  sound.audio('lost', 'no output')
  expect(incidents.open()).toMatchObject([{ signalCount: 2 }])
  sound.audio('ok', '')
  expect(incidents.open()).toMatchObject([{ signalState: 'restored' }])
  // The next shift owes it again; that it never answered is on record when the one after it begins.
  for (const id of [8, 9]) {
    present = { ...shift, id }
    sound.tell()
    expect(sound.report().testDue).toBe(true)
  }
  expect(room.kinds('sound.untested').map(({ body }) => body['shiftId'])).toEqual([8])
  // A restart asks nobody again who has answered.
  expect(new Sound({ incidents, shift: () => shift, journal, clock }).report().testDue).toBe(false)
})

test('a mute is journaled, ends at its time, and with the next alarm', async () => {
  using room = openRoom()
  const { incidents, journal, clock } = room
  const sound = new Sound({ incidents, shift: () => null, journal, clock })
  incidents.changed.on(open => sound.follow(open))
  room.alarm('archive')
  sound.mute(wang)
  expect(sound.report().ring).toBeNull()
  room.alarm('finance')
  expect(sound.report()).toMatchObject({ mute: null, ring: { sound: 'intrusion' } })
  sound.mute(wang)
  await clock.advance(120_000)
  sound.tell()
  expect(sound.report()).toMatchObject({ mute: null, ring: { sound: 'intrusion' } })
  expect(room.kinds('sound.unmuted').map(({ body }) => body['cause'])).toEqual(['new-alarm', 'time'])
})
