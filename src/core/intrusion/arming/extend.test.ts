import { expect, test } from 'vitest'
import { codeOf } from '../../../../tests/helpers/code-of.ts'
import { PanelRoom, wang } from '../../../../tests/helpers/panel-room.ts'
import { disarm } from '../arming.ts'

const hour = 3_600_000

/** At noon, the perimeter armed as it should be. */
function openRoom(): PanelRoom {
  const room = new PanelRoom(Date.parse('2026-11-20T12:00:00+08:00'))
  room.fence.armed.set(0, true)
  room.read()
  return room
}

const plan = (room: PanelRoom, hours: number) => ({
  partitionId: 'part-perimeter',
  reason: '修剪树枝',
  rearmAtMs: room.clock.now() + hours * hour,
})

test('a perimeter that stays disarmed for longer needs a plan, a reason, a later time, and none beyond a day: refused it changes nothing', async () => {
  using room = openRoom()
  const extend = (input: ReturnType<typeof plan>) => codeOf(() => room.arming.extendDisarm(input, wang))
  expect(extend(plan(room, 1))).toBe('intrusion.nothing-due')
  await disarm(room.intrusion, plan(room, 1), wang)
  expect(extend({ ...plan(room, 2), reason: '' })).toBe('intrusion.reason-required')
  expect(extend(plan(room, 25))).toBe('intrusion.rearm-time-required')
  expect(extend(plan(room, 0.5))).toBe('intrusion.not-later')
  expect(extend({ ...plan(room, 2), partitionId: 'elsewhere' })).toBe('intrusion.unknown-partition')
  expect(room.intrusion.perimeter.all()).toMatchObject([{ rearmAtMs: plan(room, 1).rearmAtMs }])
})

test('it is reminded of and told by the new time, over a restart; what rang for the old one is over', async () => {
  using room = openRoom()
  await disarm(room.intrusion, plan(room, 1), wang)
  await room.pass(62)
  expect(room.incidents.open()).toMatchObject([{ kind: 'arming-missed', signalState: 'active' }])
  room.arming.extendDisarm({ ...plan(room, 1), reason: '还剩一段' }, wang)
  expect(room.incidents.open()).toMatchObject([{ signalState: 'restored' }])
  expect(room.arming.report().partitions.at(-1)?.watch).toBeNull()
  room.restart()
  room.read()
  await room.pass(53)
  expect(room.incidents.open()).toHaveLength(1)
  await room.pass(4)
  expect(room.arming.report().partitions.at(-1)?.watch?.stage).toBe('reminded')
  await room.pass(5)
  expect(room.incidents.open()).toHaveLength(2)
  expect(room.ledger().find(cells => /延长/.test(cells.at(-1) ?? ''))).toEqual([
    '周界',
    '撤防',
    '人工（本机）',
    '王建国',
    '',
    '',
    '延长撤防，原定 2026-11-20 13:00:00 恢复；原因：还剩一段；应于 2026-11-20 14:02:00 恢复布防',
  ])
})
