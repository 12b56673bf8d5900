import { describe, expect, test } from 'vitest'
import { codeOfLater } from '../../../../tests/helpers/code-of.ts'
import { checked, PanelRoom, wang } from '../../../../tests/helpers/panel-room.ts'
import { arm, disarm } from '../arming.ts'

const hour = 3_600_000

describe('a panel with a long exit delay', () => {
  const teachingState = (room: PanelRoom) => room.intrusion.picture.partitions.get('part-teaching')?.state
  const openDoor = { partition: 1, open: true, bypassed: false }
  const forced = (room: PanelRoom) => ({
    partitionId: 'part-teaching',
    checklist: checked,
    zoneIds: ['pir-music'],
    endsAtMs: room.clock.now() + 8 * hour,
    reason: '窗户损坏待修',
  })

  test('is waited for; what was bypassed for it stays so, and the ledger has one line', async () => {
    using room = new PanelRoom(Date.parse('2026-11-20T21:50:00+08:00'))
    room.read()
    room.panel.exitDelay = { clock: room.clock, ms: 90_000 }
    room.panel.zones.set(4, openDoor)
    room.read()
    const arming = room.arming.force(forced(room), wang)
    await room.clock.advance(60_000)
    expect(teachingState(room)).toBe('arming')
    expect(room.panel.zones.get(4)?.bypassed).toBe(true)
    await room.clock.advance(30_000)
    expect(await arming).toMatchObject({ state: 'armed' })
    expect(room.ledger().filter(([, action]) => action === '布防')).toHaveLength(1)
  })

  test('is given up by a disarming: whoever went back inside need not wait', async () => {
    using room = new PanelRoom(Date.parse('2026-11-20T21:50:00+08:00'))
    room.read()
    room.panel.exitDelay = { clock: room.clock, ms: 90_000 }
    const arming = arm(room.intrusion, { partitionId: 'part-teaching', checklist: checked }, wang)
    const refused = codeOfLater(arming)
    await room.clock.advance(20_000)
    const wish = { partitionId: 'part-teaching', reason: '', rearmAtMs: null }
    expect(await disarm(room.intrusion, wish, wang)).toMatchObject({ state: 'disarmed' })
    expect(await refused).toBe('intrusion.cancelled')
    expect(room.panel.armed.get(1)).toBe(false)
    expect(room.ledger().map(row => [row[1], row[6]])).toEqual([
      ['撤防', '主机已确认'],
      ['布防', '未成功：布防途中又撤防，未布防'],
    ])
  })

  test('that says nothing in the end leaves the bypass, listed with its end: it may arm all the same', async () => {
    using room = new PanelRoom(Date.parse('2026-11-20T21:50:00+08:00'))
    room.read()
    room.panel.exitDelay = { clock: room.clock, ms: hour }
    room.panel.zones.set(4, openDoor)
    room.read()
    const arming = room.arming.force(forced(room), wang)
    const refused = codeOfLater(arming)
    await room.clock.advance(300_000)
    expect(await refused).toBe('intrusion.no-answer')
    expect(room.panel.zones.get(4)?.bypassed).toBe(true)
    expect(room.arming.report().bypasses).toMatchObject([
      { zoneId: 'pir-music', order: { isOverdue: false } },
    ])
  })
})
