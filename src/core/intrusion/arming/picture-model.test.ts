import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checked, PanelRoom, wang } from '../../../../tests/helpers/panel-room.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { arm, disarm } from '../arming.ts'

/** What really is so, apart from what the station believes. The devices themselves are the room's. */
interface Truth {
  isLineUp: boolean
  /** The station knows that the line is lost; after its start it knows nothing. */
  isKnownLost: boolean
  /** The panel was read since its line came up and the station started. */
  isRead: boolean
  isPanicPressed: boolean
}
type Command = fc.AsyncCommand<Truth, PanelRoom>

const partitions = [
  { id: 'part-teaching', number: 1 },
  { id: 'part-office', number: 2 },
] as const
const zoneIds = ['pir-computer-lab', 'pir-laboratory', 'pir-library', 'pir-music', 'pir-archive'] as const
const panicZones = [9, 10] as const
const minutesToEnd = 30

/** What a person may try; a refusal is an answer like any other. */
async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/** After every step, whatever came before: nothing is shown that the devices do not say. */
function holds(truth: Truth, room: PanelRoom): void {
  const { picture } = room.intrusion
  for (const { id, number } of partitions) {
    const shown = picture.partitions.get(id)?.state
    if (!truth.isLineUp) expect(shown).toBe('unknown')
    if (shown === 'armed') expect(room.panel.armed.get(number)).toBe(true)
    if (shown === 'disarmed') expect(room.panel.armed.get(number)).toBe(false)
  }
  if (!truth.isLineUp || !truth.isRead)
    for (const zoneId of zoneIds) expect(picture.zoneReport(zoneId)?.state).not.toBe('normal')
  for (const number of panicZones) expect(room.panel.zones.get(number)?.bypassed).toBe(false)
  const panic = room.incidents.open().find(({ zoneId }) => zoneId === 'panic-gate')
  if (truth.isPanicPressed) expect(panic).toMatchObject({ kind: 'panic', signalState: 'active' })
}

/** The panel obeys and is on line: no bypass outlives its end by more than a try. */
function nothingIsLate(room: PanelRoom): void {
  const late = room.arming.bypasses
    .list()
    .filter(({ order }) => order !== null && order.endsAtMs < room.clock.now() - 60_000)
  expect(late).toEqual([])
}

function perimeterIsTold(room: PanelRoom): void {
  const open = room.incidents
    .open()
    .filter(({ placeName, signalState }) => placeName === '周界' && signalState === 'active')
  expect(open.some(({ kind }) => kind === 'arming-missed')).toBe(true)
}

function command(
  name: string,
  run: (truth: Truth, room: PanelRoom) => Promise<void> | void,
  check: (truth: Truth) => boolean = () => true,
): Command {
  return {
    check,
    toString: () => name,
    async run(truth, room) {
      await run(truth, room)
      holds(truth, room)
    },
  }
}

/** The panel's own reports come through while its line is up, and wait at the panel while it is not. */
const keypad = (to: 'armed' | 'disarmed', at: 0 | 1): Command =>
  command(
    `keypad ${to} ${String(at)}`,
    async (_, room) => {
      const { number } = partitions[at]
      room.panel.armed.set(number, to === 'armed')
      const code = to === 'armed' ? '3401' : '1401'
      await room.signal(to, { partitionNumber: number, userNumber: 2, code })
    },
    ({ isLineUp }) => isLineUp,
  )

const commands = [
  fc.constant(
    command('line lost', (truth, room) => {
      truth.isLineUp = false
      truth.isKnownLost = true
      truth.isRead = false
      room.intrusion.line('panel', 'lost', '', 'control')
    }),
  ),
  fc.constant(
    command('line back', (truth, room) => {
      truth.isLineUp = true
      truth.isKnownLost = false
      room.intrusion.line('panel', 'online', '', 'control')
      room.intrusion.line('panel', 'online', '', 'both')
    }),
  ),
  fc.constant(
    command(
      'read',
      (truth, room) => {
        truth.isRead = truth.isLineUp
        room.intrusion.status('panel', room.panel.status())
        room.intrusion.status('fence', room.fence.status())
      },
      // A driver tells of its line before it gives a reading.
      ({ isLineUp, isKnownLost }) => isLineUp || isKnownLost,
    ),
  ),
  fc.constant(
    command('restart', (truth, room) => {
      truth.isLineUp = false
      truth.isKnownLost = false
      truth.isRead = false
      room.restart()
    }),
  ),
  fc.constant(
    command(
      'a report over the other line',
      (_, room) => room.signal('armed', { partitionNumber: 1, userNumber: 2, code: '3401' }),
      ({ isKnownLost }) => isKnownLost,
    ),
  ),
  fc.constantFrom(0 as const, 1 as const).map(at => keypad('armed', at)),
  fc.constantFrom(0 as const, 1 as const).map(at => keypad('disarmed', at)),
  fc
    .constantFrom(...partitions)
    .map(({ id }) =>
      command(`arm ${id}`, (_, room) =>
        attempt(() => arm(room.intrusion, { partitionId: id, checklist: checked }, wang)),
      ),
    ),
  fc
    .constantFrom(...partitions)
    .map(({ id }) =>
      command(`disarm ${id}`, (_, room) =>
        attempt(() => disarm(room.intrusion, { partitionId: id, reason: '', rearmAtMs: null }, wang)),
      ),
    ),
  fc
    .constantFrom(...zoneIds, 'panic-gate', 'panic-office')
    .map(zoneId =>
      command(`bypass ${zoneId}`, (_, room) =>
        attempt(() =>
          room.arming.bypasses.begin(
            { zoneId, reason: '误报', endsAtMs: room.clock.now() + minutesToEnd * 60_000 },
            wang,
          ),
        ),
      ),
    ),
  fc.subarray([...zoneIds, 'panic-gate']).map(chosen =>
    command(`force ${chosen.join(' ')}`, (_, room) =>
      attempt(() =>
        room.arming.force(
          {
            partitionId: 'part-teaching',
            checklist: {},
            zoneIds: chosen,
            endsAtMs: room.clock.now() + minutesToEnd * 60_000,
            reason: '必须布防',
          },
          wang,
        ),
      ),
    ),
  ),
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()).map(([number, open]) =>
    command(`zone ${String(number)} ${open ? 'open' : 'closed'}`, (_, room) => {
      const zone = room.panel.zones.get(number)
      if (zone !== undefined) zone.open = open
    }),
  ),
  fc.boolean().map(isStubborn =>
    command(isStubborn ? 'panel stubborn' : 'panel obeys', (_, room) => {
      room.panel.isStubborn = isStubborn
    }),
  ),
  fc.constant(
    command('panic', async (truth, room) => {
      truth.isPanicPressed = true
      await room.signal('alarm.panic', { zoneNumber: 9, code: '1120' })
    }),
  ),
  fc.constant(
    command('time passes', async (truth, room) => {
      await room.pass(minutesToEnd / 2)
      if (!room.panel.isStubborn && truth.isLineUp) nothingIsLate(room)
    }),
  ),
  fc.constant(
    command('fence opened at its own keypad', async (_, room) => {
      room.fence.armed.set(0, false)
      room.intrusion.line('fence', 'online', '', 'both')
      room.intrusion.status('fence', room.fence.status())
      await room.arming.check()
      await room.pass(1)
      perimeterIsTold(room)
    }),
  ),
]

test('no sequence shows a lost panel as normal, shows armed what the device is not, or takes a panic button out', async () => {
  const run = fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 25 }), async sequence => {
      using room = new PanelRoom(Date.parse('2026-11-20T12:00:00+08:00'))
      for (const number of panicZones)
        room.panel.zones.set(number, { partition: 99, open: false, bypassed: false })
      room.fence.armed.set(0, true)
      room.read()
      const truth: Truth = { isLineUp: true, isKnownLost: false, isRead: true, isPanicPressed: false }
      await fc.asyncModelRun(() => ({ model: truth, real: room }), sequence)
    }),
    { numRuns: 40 },
  )
  await expect(run).resolves.toBeUndefined()
}, 60_000)
