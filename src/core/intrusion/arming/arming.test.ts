import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../../tests/helpers/code-of.ts'
import { checked, PanelRoom, wang } from '../../../../tests/helpers/panel-room.ts'
import type { SiteDraft } from '../../station/site-store.ts'
import { arm, disarm } from '../arming.ts'

const beijing = (text: string): number => Date.parse(`2026-11-${text}:00+08:00`)
const hour = 3_600_000

/** Lessons from Monday to Friday, 6 to 22. */
function withSchedule(site: SiteDraft): void {
  const lessons = [{ from: '06:00', to: '22:00' }]
  const partition = site.panels[0]?.partitions[0]
  if (partition !== undefined)
    partition.schedule = {
      open: { monday: lessons, tuesday: lessons, wednesday: lessons, thursday: lessons, friday: lessons },
    }
}

function openRoom(at: string): PanelRoom {
  const room = new PanelRoom(beijing(at), withSchedule)
  room.fence.armed.set(0, true)
  room.read()
  return room
}

const teaching = (room: PanelRoom) =>
  room.incidents.open().filter(({ placeName, kind }) => placeName === '教学楼' && kind === 'arming-missed')

describe('missed arming', () => {
  test('reminder, alarm, escalation, each once, over restarts; armed late, it is over but not closed', async () => {
    using room = openRoom('20T21:40')
    await room.arming.check()
    await room.pass(6)
    expect(room.arming.report().partitions[0]?.watch).toMatchObject({ stage: 'reminded', to: 'armed' })
    room.restart()
    room.read()
    await room.pass(13)
    expect(teaching(room)).toEqual([])
    await room.pass(2)
    expect(teaching(room)).toMatchObject([{ priority: 3, signalState: 'active', signalCount: 1 }])
    room.restart()
    room.read()
    await room.pass(30)
    expect(teaching(room)).toHaveLength(2)
    expect(room.arming.report().partitions[0]?.watch?.stage).toBe('escalated')
    await arm(room.intrusion, { partitionId: 'part-teaching', checklist: checked }, wang)
    await room.pass(1)
    expect(teaching(room).map(({ signalState }) => signalState)).toEqual(['restored', 'restored'])
    expect(room.ledger()).toEqual([
      [
        '教学楼',
        '布防',
        '自动检查',
        '',
        '',
        '',
        expect.stringMatching(/^逾期后已执行；应于 2026-11-20 22:00/),
      ],
      ['教学楼', '布防', '人工（本机）', '王建国', '各项已检查', '闪动', '主机已确认'],
      ['教学楼', '布防', '自动检查', '', '', '', expect.stringMatching(/^仍未执行，已升级报警/)],
      ['教学楼', '布防', '自动检查', '', '', '', expect.stringMatching(/^到时未执行，已报警/)],
    ])
  })

  test('armed in time, nothing rings; not disarmed in the morning, it does', async () => {
    using room = openRoom('20T21:50')
    await arm(room.intrusion, { partitionId: 'part-teaching', checklist: checked }, wang)
    await room.pass(15)
    expect(room.incidents.open()).toEqual([])
    await room.clock.advance(beijing('23T05:50') - room.clock.now())
    await room.pass(9)
    expect(room.arming.report().partitions[0]?.watch).toMatchObject({ stage: 'reminded', to: 'disarmed' })
    await room.pass(2)
    expect(teaching(room)).toHaveLength(1)
  })

  test('a panel that is lost at the time is not armed', async () => {
    using room = openRoom('20T21:50')
    await arm(room.intrusion, { partitionId: 'part-teaching', checklist: checked }, wang)
    await room.arming.check()
    room.intrusion.line('panel', 'lost', '', 'both')
    await room.pass(11)
    expect(teaching(room)).toHaveLength(1)
    expect(room.arming.report().partitions[0]?.wanted).toBe('armed')
  })

  test('overtime is put off with a reason, at most three hours, and then rings', async () => {
    using room = openRoom('20T21:50')
    const hold = { partitionId: 'part-teaching', reason: '教职工加班' }
    await room.pass(1)
    const late = { ...hold, untilMs: room.clock.now() + 4 * hour }
    expect(codeOf(() => room.arming.watch.hold(late, wang))).toBe('intrusion.end-invalid')
    room.arming.watch.hold({ ...hold, untilMs: beijing('20T23:00') }, wang)
    await room.pass(68)
    expect(teaching(room)).toEqual([])
    await room.pass(2)
    expect(teaching(room)).toHaveLength(1)
    expect(room.ledger().at(-1)).toEqual([
      '教学楼',
      '布防',
      '人工（本机）',
      '王建国',
      '',
      '',
      '推迟至 2026-11-20 23:00:00；原因：教职工加班',
    ])
  })
})

describe('a perimeter', () => {
  test('is armed as the norm: disarmed by nobody we know of is told at once', async () => {
    using room = openRoom('20T12:00')
    await room.pass(1)
    expect(room.incidents.open()).toEqual([])
    room.fence.armed.set(0, false)
    room.read()
    await room.pass(1)
    expect(room.incidents.open()).toMatchObject([{ kind: 'arming-missed', placeName: '周界' }])
  })

  test('that was never heard of is a lost device, not a disarmed one', async () => {
    using room = new PanelRoom(beijing('20T12:00'))
    await room.pass(5)
    expect(room.incidents.open()).toEqual([])
    room.read()
    await room.pass(1)
    expect(room.incidents.open()).toMatchObject([{ kind: 'arming-missed', placeName: '周界' }])
  })

  test('disarmed with a plan it is reminded of, told when overdue, and again later', async () => {
    using room = openRoom('20T12:00')
    await room.pass(1)
    const plan = { partitionId: 'part-perimeter', reason: '修剪树枝', rearmAtMs: room.clock.now() + hour / 2 }
    await disarm(room.intrusion, plan, wang)
    await room.pass(24)
    expect(room.incidents.open()).toEqual([])
    await room.pass(2)
    expect(room.arming.report().partitions.at(-1)?.watch?.stage).toBe('reminded')
    room.restart()
    room.read()
    await room.pass(5)
    expect(room.incidents.open()).toHaveLength(1)
    await room.pass(16)
    expect(room.incidents.open()).toHaveLength(2)
    await arm(room.intrusion, { partitionId: 'part-perimeter', checklist: {} }, wang)
    await room.pass(1)
    expect(new Set(room.incidents.open().map(({ signalState }) => signalState))).toEqual(
      new Set(['restored']),
    )
    expect(room.ledger()[0]?.at(-1)).toMatch(/^逾期后已执行；应于 2026-11-20 12:3/)
  })
})

describe('the keypad', () => {
  test('is known by its user, the panel’s own schedule and its failures are told apart', async () => {
    using room = openRoom('20T12:00')
    await room.signal('armed', { partitionNumber: 1, userNumber: 2, code: '3401' })
    await room.signal('disarmed', { partitionNumber: 1, userNumber: 7, code: '1401' })
    await room.signal('armed', { partitionNumber: 2, userNumber: 0, code: '3403' })
    await room.signal('unclassified', { partitionNumber: 1, userNumber: 0, code: '1455' })
    expect(room.ledger()).toEqual([
      ['教学楼', '布防', '定时（主机）', '主机自动', '', '', '主机报告：自动布防失败'],
      ['行政楼', '布防', '定时（主机）', '主机自动', '', '', '主机已确认'],
      ['教学楼', '撤防', '人工（键盘）', '键盘用户 7', '', '', '主机已确认'],
      ['教学楼', '布防', '人工（键盘）', '李强（键盘用户 2）', '', '', '主机已确认'],
    ])
    expect(room.incidents.open()).toMatchObject([{ kind: 'arming-missed', placeName: '教学楼' }])
    expect(room.intrusion.picture.partitions.get('part-office')?.changedBy).toBe('panel-schedule:0:')
  })

  test('is named also when the panel was read before its report came; the ledger has it once', async () => {
    using room = openRoom('20T12:00')
    room.panel.armed.set(1, true)
    room.read()
    await room.signal('armed', { partitionNumber: 1, userNumber: 2, code: '3401' })
    await room.signal('armed', { partitionNumber: 1, userNumber: 2, code: '3401' })
    expect(room.intrusion.picture.partitions.get('part-teaching')?.changedBy).toBe('keypad:2:李强')
    expect(room.ledger().map(row => row.slice(0, 4))).toEqual([
      ['教学楼', '布防', '人工（键盘）', '李强（键盘用户 2）'],
    ])
    await arm(room.intrusion, { partitionId: 'part-office', checklist: checked }, wang)
    await room.signal('armed', { partitionNumber: 2, userNumber: 0, code: '3407' })
    expect(room.ledger()).toHaveLength(2)
  })

  test('a code under duress is a panic alarm, also when the partition was in that state', async () => {
    using room = openRoom('20T12:00')
    await room.signal('disarmed', { partitionNumber: 1, userNumber: 99, code: '1401' })
    expect(room.incidents.open()).toMatchObject([{ kind: 'panic', priority: 1 }])
    // The panel may know the code as one and say so by itself.
    await room.signal('alarm.panic', { userNumber: 99, code: '1121' })
    expect(room.incidents.open()).toMatchObject([
      { placeName: '红外报警主机 胁迫码（王建国）', signalCount: 2 },
    ])
  })

  test('that tells names alone is matched by name; a name that nobody entered is shown as the panel has it', async () => {
    using room = openRoom('20T12:00')
    const told = (userName: string, code: string) => ({ partitionNumber: 1, userName, code })
    await room.signal('armed', told('李强', '3401'))
    await room.signal('disarmed', told('admin', '1401'))
    expect(room.ledger().map(row => row.slice(1, 4))).toEqual([
      ['撤防', '人工（键盘）', 'admin'],
      ['布防', '人工（键盘）', '李强'],
    ])
    expect(room.incidents.open()).toEqual([])
    room.arming.saveUsers({ panelId: 'panel', users: [{ number: 9, name: 'Admin', duress: true }] }, wang)
    room.intrusion.follow(room.sites.current)
    await room.signal('armed', told('admin', '3401'))
    expect(room.incidents.open()).toMatchObject([
      { kind: 'panic', placeName: '红外报警主机 胁迫码（Admin）' },
    ])
  })

  test('what a panel says while a line of it is lost is written down and not shown as its state', async () => {
    using room = openRoom('20T12:00')
    room.intrusion.line('panel', 'online', '', 'report')
    room.intrusion.line('panel', 'lost', '', 'control')
    await room.signal('armed', { partitionNumber: 1, userNumber: 2, code: '3401' })
    expect(room.intrusion.picture.partitions.get('part-teaching')?.state).toBe('unknown')
    expect(room.ledger()).toHaveLength(1)
  })
})

test('what was tried without the right stands in the ledger, other refusals do not', () => {
  using room = openRoom('20T12:00')
  const refused = (subject: string) =>
    room.journal.append({ actor: wang, kind: 'duty.refused', subject, body: { code: 'duty.forbidden' } })
  refused('arming.force')
  refused('arming.bypass')
  refused('recordings.request')
  expect(room.ledger()).toEqual([
    ['', '旁路', '人工（本机）', '王建国', '', '', '未成功：没有此项权限'],
    ['', '布防', '人工（本机）', '王建国', '', '', '未成功：没有此项权限'],
  ])
})

describe('bypass', () => {
  const order = (room: PanelRoom, zoneId: string) =>
    room.arming.bypasses.begin({ zoneId, reason: '探测器误报', endsAtMs: room.clock.now() + hour }, wang)

  test('never of a panic button, and not without an end', async () => {
    using room = openRoom('20T12:00')
    await expect(order(room, 'panic-gate')).rejects.toMatchObject({ code: 'intrusion.never-bypassed' })
    const endless = { zoneId: 'pir-music', reason: '误报', endsAtMs: room.clock.now() + 25 * hour }
    await expect(room.arming.bypasses.begin(endless, wang)).rejects.toMatchObject({
      code: 'intrusion.end-invalid',
    })
  })

  test('ends by itself at its end, over a restart', async () => {
    using room = openRoom('20T12:00')
    await order(room, 'pir-music')
    room.restart()
    room.read()
    expect(room.arming.report().bypasses).toMatchObject([
      { zoneId: 'pir-music', order: { reason: '探测器误报', byName: '王建国', isOverdue: false } },
    ])
    await room.pass(59)
    expect(room.panel.zones.get(4)?.bypassed).toBe(true)
    await room.pass(2)
    expect(room.panel.zones.get(4)?.bypassed).toBe(false)
    expect(room.arming.report().bypasses.filter(({ order: known }) => known !== null)).toEqual([])
    expect(room.ledger()[0]).toEqual([
      '教学楼／音乐教室红外',
      '解除旁路',
      '自动检查',
      '',
      '',
      '',
      '主机已确认；到时自动恢复',
    ])
  })

  test('ends with the disarming after the arming it was made for', async () => {
    using room = openRoom('20T21:30')
    await order(room, 'pir-music')
    await arm(room.intrusion, { partitionId: 'part-teaching', checklist: checked }, wang)
    await room.pass(1)
    expect(room.panel.zones.get(4)?.bypassed).toBe(true)
    await disarm(room.intrusion, { partitionId: 'part-teaching', reason: '', rearmAtMs: null }, wang)
    await room.pass(1)
    expect(room.panel.zones.get(4)?.bypassed).toBe(false)
  })

  test('that the panel does not end stays listed, is told once, and is tried again', async () => {
    using room = openRoom('20T12:00')
    await order(room, 'pir-music')
    room.panel.isStubborn = true
    await room.pass(65)
    expect(room.arming.report().bypasses[0]?.order?.isOverdue).toBe(true)
    expect(room.incidents.open()).toMatchObject([
      { kind: 'device-fault', zoneId: 'pir-music', signalCount: 1 },
    ])
    room.panel.isStubborn = false
    await room.pass(1)
    expect(room.panel.zones.get(4)?.bypassed).toBe(false)
    expect(room.incidents.open()[0]?.signalState).toBe('restored')
  })
})

describe('forced arming', () => {
  const force = (room: PanelRoom, zoneIds: string[]) =>
    room.arming.force(
      {
        partitionId: 'part-teaching',
        checklist: { ...checked, windows: false },
        zoneIds,
        endsAtMs: room.clock.now() + 8 * hour,
        reason: '窗户损坏待修',
      },
      wang,
    )

  test('leaves the open zone out, and the record says so', async () => {
    using room = openRoom('20T21:50')
    room.panel.zones.set(4, { partition: 1, open: true, bypassed: false })
    room.read()
    expect(await force(room, ['pir-music'])).toMatchObject({ state: 'armed' })
    expect(room.panel.zones.get(4)?.bypassed).toBe(true)
    expect(room.ledger()[0]).toEqual([
      '教学楼',
      '布防',
      '强制（本机）',
      '王建国',
      '未查：窗已关闭',
      '闪动',
      '主机已确认；强制布防，原因：窗户损坏待修；旁路 音乐教室红外 至 2026-11-21 05:50:00',
    ])
  })

  test('that the panel refuses all the same puts the bypassed zone back', async () => {
    using room = openRoom('20T21:50')
    room.panel.zones.set(4, { partition: 1, open: true, bypassed: false })
    room.panel.zones.set(3, { partition: 1, open: true, bypassed: false })
    await expect(force(room, ['pir-music'])).rejects.toMatchObject({ code: 'intrusion.zones-open' })
    expect(room.panel.zones.get(4)?.bypassed).toBe(false)
    expect(room.intrusion.picture.partitions.get('part-teaching')?.state).toBe('disarmed')
  })

  test('never takes a zone of another partition along', async () => {
    using room = openRoom('20T21:50')
    await expect(force(room, ['pir-archive'])).rejects.toMatchObject({ code: 'intrusion.unknown-zone' })
    await expect(force(room, ['panic-gate'])).rejects.toMatchObject({ code: 'intrusion.never-bypassed' })
  })
})
