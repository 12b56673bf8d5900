import { beforeAll, expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import type { SiteUser } from '../../shared/site.ts'
import { dutyLedger } from '../ledgers/duty-ledger.ts'
import { wordsIn } from '../ledgers/words.ts'
import { Handover } from './handover.ts'
import { deskPeople, openDuty, openGround, pin } from './test-room.ts'

let users: SiteUser[] = []
const equipment = [
  { id: 'keys', name: '钥匙', count: 4 },
  { id: 'radios', name: '对讲机', count: 2 },
]
const all = [
  { id: 'keys', count: 4 },
  { id: 'radios', count: 2 },
]

beforeAll(async () => {
  users = await deskPeople()
})

async function openDesk(path: string) {
  const ground = openGround(path, users)
  const { db, journal, clock } = ground
  const { duty, signOn } = openDuty(ground)
  const handover = new Handover({ duty, db, journal, clock, equipment: () => equipment })
  await signOn('wang')
  const takeOver = (more: Partial<Parameters<Handover['takeOver']>[0]> = {}) =>
    handover.takeOver({ toUserId: 'li', pin, acknowledged: [], counts: all, difference: '', ...more })
  const handed = () => journal.between(['duty.handed-over'], 0, 4e12).map(({ body }) => body)
  return { clock, duty, handover, takeOver, handed, journal, [Symbol.dispose]: () => void db.close() }
}

test('every open matter is ticked by who takes over, and stands in the record with the head of the chain', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  desk.duty.handsOver(() => [
    { id: 'camera-lost:cam-2', kind: 'camera-lost', name: '东围墙枪机', sinceMs: 1 },
    { id: 'incident:7', kind: 'incident', name: '#7 东围墙', sinceMs: 2 },
  ])
  await desk.handover.sign({ pin, note: '门卫室灯管坏', counts: all })
  await expect(desk.takeOver({ acknowledged: ['incident:7'] })).rejects.toMatchObject({
    code: 'duty.handover-open',
    params: { items: ['东围墙枪机'] },
  })
  expect(desk.duty.session()?.person.id).toBe('wang')
  const head = desk.journal.head()
  await desk.takeOver({ acknowledged: ['incident:7', 'camera-lost:cam-2', 'camera-lost:cam-9'] })
  expect(desk.duty.session()?.person.id).toBe('li')
  expect(desk.handed()).toMatchObject([
    {
      to: { id: 'li', name: '李强' },
      note: '门卫室灯管坏',
      items: [
        { kind: 'camera-lost', name: '东围墙枪机' },
        { kind: 'incident', name: '#7 东围墙' },
      ],
      equipment: [
        { name: '钥匙', expected: 4, given: 4, taken: 4 },
        { name: '对讲机', expected: 2, given: 2, taken: 2 },
      ],
      difference: '',
      head,
    },
  ])
})

test('both sign: without the PIN of the outgoing guard nobody takes over, and his signature grows old', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  await expect(desk.takeOver()).rejects.toMatchObject({ code: 'duty.handover-not-signed' })
  await expect(desk.handover.sign({ pin: '000000', note: '', counts: all })).rejects.toMatchObject({
    code: 'duty.wrong-pin',
  })
  await desk.handover.sign({ pin, note: '', counts: all })
  expect(desk.handover.state().signed).toMatchObject({ note: '' })
  desk.handover.unsign()
  await expect(desk.takeOver()).rejects.toMatchObject({ code: 'duty.handover-not-signed' })
  await desk.handover.sign({ pin, note: '', counts: all })
  await desk.clock.advance(20 * 60_000)
  expect(desk.handover.state().signed).toBe(null)
  await expect(desk.takeOver()).rejects.toMatchObject({ code: 'duty.handover-not-signed' })
  await desk.handover.sign({ pin, note: '', counts: all })
  await desk.takeOver()
  // The signature went with the shift it was given for.
  await expect(desk.takeOver({ toUserId: 'wang' })).rejects.toMatchObject({
    code: 'duty.handover-not-signed',
  })
})

test('both count everything; a difference needs words, is written down, and stays open for the next handover', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  await expect(desk.handover.sign({ pin, note: '', counts: all.slice(1) })).rejects.toMatchObject({
    code: 'duty.equipment-not-counted',
    params: { items: ['钥匙'] },
  })
  await desk.handover.sign({ pin, note: '', counts: all })
  await expect(desk.takeOver({ counts: [] })).rejects.toMatchObject({
    code: 'duty.equipment-not-counted',
    params: { items: ['钥匙', '对讲机'] },
  })
  const short = [{ id: 'keys', count: 3 }, ...all.slice(1)]
  await expect(desk.takeOver({ counts: short })).rejects.toMatchObject({
    code: 'duty.equipment-differs',
    params: { items: ['钥匙'] },
  })
  await desk.takeOver({ counts: short, difference: '东门钥匙未还' })
  expect(desk.handed()).toMatchObject([
    { difference: '东门钥匙未还', equipment: [{ given: 4, taken: 3 }, { given: 2 }] },
  ])
  expect(desk.handover.state().items).toMatchObject([
    { id: 'equipment-short:keys', kind: 'equipment-short', name: '钥匙 3/4' },
  ])
})

test('nobody handed over: the newcomer looks over and counts alone before he can hand over himself', async () => {
  using folder = dataFolder()
  using desk = await openDesk(folder.path)
  const { duty, handover, journal } = desk
  duty.handsOver(() => [{ id: 'camera-lost:cam-2', kind: 'camera-lost', name: '东围墙枪机', sinceMs: 1 }])
  expect(duty.report().isTakeOverOwed).toBe(false)
  duty.signOff({ note: '胃痛', reason: 'ill' })
  await duty.signOn({ userId: 'li', pin, secrecyAccepted: true })
  expect(duty.report().isTakeOverOwed).toBe(true)
  await expect(handover.sign({ pin, note: '', counts: all })).rejects.toMatchObject({
    code: 'duty.take-over-owed',
  })
  const acknowledged = ['camera-lost:cam-2']
  const short = [...all.slice(0, 1), { id: 'radios', count: 1 }]
  const taken = (more: object) =>
    codeOf(() => handover.takeAlone({ acknowledged, counts: all, difference: '', ...more }))
  expect(taken({ acknowledged: [] })).toBe('duty.handover-open')
  expect(taken({ counts: [] })).toBe('duty.equipment-not-counted')
  expect(taken({ counts: short })).toBe('duty.equipment-differs')
  expect(taken({ counts: short, difference: '一台在修' })).toBe('done')
  expect(taken({})).toBe('duty.nothing-to-take-over')
  expect(duty.report().isTakeOverOwed).toBe(false)
  const entries = journal.between(['duty.signed-off', 'duty.took-over-alone'], 0, 4e12)
  expect(entries[1]).toMatchObject({ actor: { id: 'li', shiftId: 2 }, subject: 'li' })
  const cells = dutyLedger.rows(entries, wordsIn('zh-CN')).map(row => row.cells.slice(2))
  expect(cells).toEqual([
    ['王建国', '签退', '本人身体不适；胃痛'],
    ['李强', '单人接班（无人交接）', '摄像机无图像：东围墙枪机；对讲机 应有 2，单人清点 1（一台在修）'],
  ])
  await handover.sign({ pin, note: '', counts: all })
})
