import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IncidentAction, IncidentKind } from '../../../shared/domain/incident.ts'
import { hourMs, openShelvingRoom, wang, zoneIds, type ShelvingRoom } from './test-room.ts'

/** What an honest observer beside the guard knows: every alarm that came, and what was never to be held back. */
interface Model {
  alarms: number
  /** Zones whose device reports an alarm that it has not restored, and that nobody has dealt with since. */
  readonly standing: Set<string>
}
type Command = fc.AsyncCommand<Model, ShelvingRoom>

const kinds: readonly IncidentKind[] = ['intrusion', 'perimeter', 'perimeter-cut', 'device-fault']
const neverHeld: readonly IncidentKind[] = ['panic', 'fire', 'tamper']

const steps: readonly IncidentAction[] = [
  { type: 'locate' },
  { type: 'dispatch', who: '李强' },
  { type: 'arrive' },
  { type: 'verify', verdict: 'false', note: '' },
  { type: 'handle', text: '查看' },
  { type: 'report', told: ['school-leader'], note: '' },
  { type: 'record', text: '已处置' },
  { type: 'reset', keyHolder: '赵明', cause: '误碰', reviewer: '刘芳' },
  { type: 'close' },
]

function check(model: Model, room: ShelvingRoom): void {
  const nowMs = room.clock.now()
  const shelves = room.shelving.list()
  const entries = room.journal.between(
    ['incident.raised', 'incident.joined', 'shelving.held'],
    0,
    Number.MAX_SAFE_INTEGER,
  )
  // Each alarm is in the journal: as an incident, as a part of one, or as held back (and again when it came back).
  expect(entries.length).toBeGreaterThanOrEqual(model.alarms)
  // No alarm that still stands is out of sight: it is an open incident, or on a shelf that everybody sees.
  const inSight = new Set([
    ...room.incidents.open().map(({ zoneId }) => zoneId),
    ...shelves.filter(({ standing }) => standing.length > 0).map(({ zoneId }) => zoneId),
  ])
  for (const zoneId of model.standing) expect(inSight.has(zoneId), zoneId).toBe(true)
  for (const { untilMs, fromMs, reason } of shelves) {
    expect(untilMs).toBeGreaterThan(nowMs)
    expect(untilMs - fromMs).toBeLessThanOrEqual(24 * hourMs)
    expect(reason).not.toBe('')
  }
}

class Alarm implements Command {
  readonly zoneId: string
  readonly kind: IncidentKind
  constructor(zoneId: string, kind: IncidentKind) {
    this.zoneId = zoneId
    this.kind = kind
  }
  check = () => true
  async run(model: Model, room: ShelvingRoom): Promise<void> {
    const before = new Map(room.shelving.list().map(shelf => [shelf.zoneId, shelf.heldCount]))
    const incident = room.alarm(this.zoneId, this.kind)
    model.alarms++
    model.standing.add(this.zoneId)
    if (neverHeld.includes(this.kind)) ok(incident !== null, 'held back what must ring')
    if (incident === null) {
      const shelf = room.shelving.list().find(({ zoneId }) => zoneId === this.zoneId)
      strictEqual(shelf?.heldCount, (before.get(this.zoneId) ?? Number.NaN) + 1)
    }
    check(model, room)
    return Promise.resolve()
  }
  toString = () => `alarm(${this.zoneId}, ${this.kind})`
}

class Restore implements Command {
  readonly zoneId: string
  constructor(zoneId: string) {
    this.zoneId = zoneId
  }
  check = () => true
  async run(model: Model, room: ShelvingRoom): Promise<void> {
    room.restore(this.zoneId)
    model.standing.delete(this.zoneId)
    check(model, room)
    return Promise.resolve()
  }
  toString = () => `restore(${this.zoneId})`
}

class Shelve implements Command {
  readonly zoneId: string
  readonly lengthMs: number
  constructor(zoneId: string, lengthMs: number) {
    this.zoneId = zoneId
    this.lengthMs = lengthMs
  }
  check = () => true
  async run(model: Model, room: ShelvingRoom): Promise<void> {
    const isShelved = room.shelving.list().some(({ zoneId }) => zoneId === this.zoneId)
    const untilMs = room.clock.now() + this.lengthMs
    const mayBe = (this.zoneId === 'pir' || this.zoneId === 'fence') && !isShelved
    const shelve = () => room.shelving.shelve({ zoneId: this.zoneId, reason: '误报', untilMs }, wang)
    if (mayBe) strictEqual(shelve().zoneId, this.zoneId)
    else throws(shelve, /shelving\./)
    check(model, room)
    return Promise.resolve()
  }
  toString = () => `shelve(${this.zoneId}, ${this.lengthMs})`
}

class Lift implements Command {
  check = () => true
  async run(model: Model, room: ShelvingRoom): Promise<void> {
    const [shelf] = room.shelving.list()
    if (shelf !== undefined) room.shelving.lift(shelf.id, wang)
    check(model, room)
    return Promise.resolve()
  }
  toString = () => 'lift'
}

/** Time passes; the loop of the station looks once at its end. */
class Wait implements Command {
  readonly lengthMs: number
  constructor(lengthMs: number) {
    this.lengthMs = lengthMs
  }
  check = () => true
  async run(model: Model, room: ShelvingRoom): Promise<void> {
    await room.clock.advance(this.lengthMs)
    room.shelving.checkDue()
    check(model, room)
  }
  toString = () => `wait(${this.lengthMs})`
}

/** The most urgent incident is handled to its end: from then on its alarm is dealt with. */
class Handle implements Command {
  check = () => true
  async run(model: Model, room: ShelvingRoom): Promise<void> {
    const [incident] = room.incidents.open()
    if (incident !== undefined) {
      for (const action of steps)
        if (action.type !== 'reset' || incident.kind === 'panic')
          room.incidents.act(incident.id, action, wang)
      if (incident.zoneId !== null) model.standing.delete(incident.zoneId)
    }
    check(model, room)
    return Promise.resolve()
  }
  toString = () => 'handle'
}

class Restart implements Command {
  check = () => true
  async run(model: Model, room: ShelvingRoom): Promise<void> {
    const before = room.shelving.list()
    room.restart()
    deepStrictEqual(room.shelving.list(), before)
    check(model, room)
    return Promise.resolve()
  }
  toString = () => 'restart'
}

const aZone = fc.constantFrom(...zoneIds)
const commands = fc.commands(
  [
    fc.tuple(aZone, fc.constantFrom(...kinds, ...neverHeld)).map(([zone, kind]) => new Alarm(zone, kind)),
    fc.tuple(aZone, fc.constantFrom(...kinds)).map(([zone, kind]) => new Alarm(zone, kind)),
    aZone.map(zone => new Restore(zone)),
    fc.tuple(aZone, fc.integer({ min: 1, max: 24 * hourMs })).map(([zone, ms]) => new Shelve(zone, ms)),
    fc.constant(new Lift()),
    fc.integer({ min: 1, max: 12 * hourMs }).map(ms => new Wait(ms)),
    fc.constant(new Handle()),
    fc.constant(new Restart()),
  ],
  { maxCommands: 40 },
)

test('whatever happens in whatever order, no alarm is lost or out of sight, and nothing is shelved that must not be', async () => {
  await expect(
    fc.assert(
      fc.asyncProperty(commands, async cmds => {
        using room = openShelvingRoom()
        await fc.asyncModelRun(
          () => ({ model: { alarms: 0, standing: new Set<string>() }, real: room }),
          cmds,
        )
      }),
      { numRuns: 25 },
    ),
  ).resolves.toBeUndefined()
}, 60_000)
