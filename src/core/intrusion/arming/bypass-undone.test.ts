import { expect, test } from 'vitest'
import { PanelRoom, wang } from '../../../../tests/helpers/panel-room.ts'

const hour = 3_600_000

test('a bypass undone at the keypad ends with the second reading that says so; one older reading ends nothing', async () => {
  using room = new PanelRoom(Date.parse('2026-11-20T12:00:00+08:00'))
  room.read()
  const isListed = () => room.arming.report().bypasses.some(({ zoneId }) => zoneId === 'pir-music')
  const order = { zoneId: 'pir-music', reason: '探测器误报', endsAtMs: room.clock.now() + hour }
  const before = room.panel.status()
  await room.arming.bypasses.begin(order, wang)
  // Read before the command, told after it.
  room.intrusion.status('panel', before)
  room.read()
  room.intrusion.status('panel', before)
  await room.arming.check()
  expect(isListed()).toBe(true)
  room.panel.zones.set(4, { partition: 1, open: false, bypassed: false })
  room.read()
  await room.arming.check()
  expect(isListed()).toBe(false)
  expect(room.ledger()[0]).toEqual([
    '教学楼／音乐教室红外',
    '解除旁路',
    '主机侧变化',
    expect.any(String),
    '',
    '',
    '主机显示已恢复，不是在本机恢复的',
  ])
  // It may be bypassed again.
  await room.arming.bypasses.begin(order, wang)
  room.read()
  room.read()
  await room.arming.check()
  expect(isListed()).toBe(true)
})
