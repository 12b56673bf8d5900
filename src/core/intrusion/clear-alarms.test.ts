import { expect, test } from 'vitest'
import { codeOfLater } from '../../../tests/helpers/code-of.ts'
import { PanelRoom, wang } from '../../../tests/helpers/panel-room.ts'
import { clearAlarms } from './clear-alarms.ts'

test('alarms are cleared as the panel confirms it, not while their cause lasts nor while a panic is not reset', async () => {
  using room = new PanelRoom(Date.parse('2026-11-20T12:00:00+08:00'))
  const clear = () => codeOfLater(clearAlarms(room.intrusion, 'part-teaching', wang))
  expect(await clear()).toBe('intrusion.panel-lost')
  room.read()
  room.panel.alarmMemory.add(1)
  room.panel.zones.set(4, { partition: 1, open: true, bypassed: false })
  expect(await clear()).toBe('intrusion.alarm-still-on')
  room.panel.zones.set(4, { partition: 1, open: false, bypassed: false })
  await room.signal('alarm.panic', { zoneNumber: 9, code: '1120' })
  expect(await clear()).toBe('intrusion.panic-not-reset')
  expect(room.panel.alarmMemory.has(1)).toBe(true)
  const panic = room.incidents.open().find(({ kind }) => kind === 'panic')
  room.incidents.act(
    panic?.id ?? 0,
    { type: 'reset', keyHolder: '王建国', cause: '误按', reviewer: '李强' },
    wang,
  )
  expect(await clear()).toBe('done')
  expect(room.panel.alarmMemory.has(1)).toBe(false)
  expect(room.ledger().map(row => [row[1], row[2], row[6]])).toEqual([
    ['消警', '人工（本机）', '主机已确认'],
    ['消警', '人工（本机）', '未成功：紧急报警还没有用钥匙复位，不能消警'],
    ['消警', '人工（本机）', expect.stringContaining('alarm still on')],
    ['消警', '人工（本机）', '未成功：主机失联，状态不明，不能布撤防'],
  ])
})
