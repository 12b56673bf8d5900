import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Refusal } from '../../src/shared/refusal.ts'
import { freePort } from '../../simulator/free-port.ts'
import { startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { contactIdMessage, dc09Sender } from '../helpers/dc09-sender.ts'
import { writeDc09Site } from '../helpers/dc09-site.ts'
import type { Desk } from '../helpers/desk.ts'
import { nightGuard, startRoom } from '../helpers/room.ts'

/** Panels come and go while the station runs; what is learned of them; walk tests. */

const officer = { ...nightGuard, userId: 'wu-jing' }
const meaning = { name: '新主机', place: { kind: 'existing', id: 'place-1' } } as const
const dc09 = {
  driver: 'dc09',
  account: '9999',
  supervisionSeconds: 600,
  key: { kind: 'none' },
  isapi: null,
} as const

/** A zone at some place of the demo school. */
async function zoneMeaning(desk: Desk, name: string, number: number, partitionId: string | null) {
  const { places } = await desk.call('panels.overview', {})
  const { plans } = await desk.call('site.view', {})
  return {
    name,
    number,
    kind: partitionId === null ? ('panic' as const) : ('intrusion' as const),
    detector: partitionId === null ? ('panic-button' as const) : ('pir' as const),
    partitionId,
    place: { kind: 'existing' as const, id: places[0]?.id ?? '' },
    position: { plan: plans[0]?.id ?? '', at: [10, 10] as [number, number] },
    cameraIds: [],
  }
}

test('an unknown account becomes a panel, its zone is learned, walk-tested, and then rings', async () => {
  using folder = dataFolder()
  const dataDir = join(folder.path, 'data')
  const port = await freePort()
  const siteFile = writeDc09Site(folder.path, port, ['1234'])
  let panelId: string
  let testId: number
  let sequence = 1
  {
    await using core = await startCore(dataDir, siteFile)
    using desk = await core.desk()
    using sender = await dc09Sender(port)
    const say = async (account: string, code: string): Promise<void> => {
      const before = sender.answers.length
      sender.write(contactIdMessage(sequence++, '', { account, data: `#${account}|${code}` }))
      expect(await sender.answer(before)).toMatchObject({ token: 'ACK' })
    }
    await desk.call('duty.sign-on', officer)
    await say('1234', '1130 01 001')
    await desk.until('intrusion', ({ zones }) => zones[0]?.state === 'alarm')
    await say('9999', '1130 02 007')
    expect((await desk.call('intrusion.unknown-accounts', {})).map(({ account }) => account)).toEqual([
      '9999',
    ])
    const { places } = await desk.call('panels.overview', {})
    const place = { kind: 'existing' as const, id: places[0]?.id ?? '' }
    panelId = (await desk.call('panels.add', { meaning: { ...meaning, place }, connection: dc09 })).id
    expect(await desk.call('intrusion.unknown-accounts', {})).toEqual([])
    // The neighbour was not touched: its line and its alarm are what they were.
    const { panels, zones } = await desk.call('intrusion.report', {})
    expect(panels.map(({ id, line }) => [id, line])).toEqual([
      ['panel-0', 'online'],
      [panelId, 'unknown'],
    ])
    expect(zones.map(({ state }) => state)).toEqual(['alarm'])

    await desk.call('panel-work.learn', { panelId, minutes: 10 })
    await say('9999', '1130 02 007')
    const { learning } = await desk.until('panelWork', work => (work.learning[0]?.numbers.length ?? 0) > 0)
    expect(learning).toMatchObject([
      {
        panelId,
        numbers: [{ number: 7, partitionNumber: 2, code: '1130', codeName: { zh: '入侵报警' }, count: 1 }],
      },
    ])
    // Learning hides nothing: an alarm that no zone explains rang under the panel's name.
    await desk.until('incidents', open => open.some(({ placeName }) => placeName === '新主机 #7'))
    const partition = await desk.call('panels.put-partition', {
      panelId,
      id: null,
      meaning: { name: '新分区', number: 2, kind: 'intrusion' },
    })
    const learned = await zoneMeaning(desk, '新防区', 7, partition.id)
    await desk.call('panels.put-zone', { panelId, id: null, meaning: learned })
    const button = await zoneMeaning(desk, '新按钮', 9, null)
    await desk.call('panels.put-zone', { panelId, id: null, meaning: button })
    await desk.until('panelWork', work => work.learning[0]?.numbers.length === 0)
    await say('9999', '3130 02 007')

    const started = { panelId, partitionId: null, reason: '新装探测器', minutes: 30 }
    testId = (await desk.call('panel-work.start-walk-test', started)).id
    expect(await desk.refusalOf('panel-work.start-walk-test', started)).toBe('walk-test.running')
    await say('9999', '1130 02 007')
    await desk.until(
      'panelWork',
      ({ walkTests }) => walkTests[0]?.zones.some(zone => zone.firstAtMs !== null) === true,
    )
    // The tested detector is quiet, the panic button never.
    await say('9999', '1120 00 009')
    await desk.until('incidents', open => open.some(({ placeName }) => placeName === '新按钮'))
    const open = await desk.call('incidents.open', {})
    expect(open.map(({ placeName }) => placeName)).not.toContain('新防区')
    await core.end('SIGKILL')
  }
  await using core = await startCore(dataDir, siteFile)
  using desk = await core.desk()
  using sender = await dc09Sender(port)
  const { walkTests } = await desk.call('panel-work.report', {})
  expect(walkTests[0]?.zones.map(({ name, count }) => [name, count])).toEqual([
    ['新防区', 1],
    ['新按钮', 1],
  ])
  await desk.call('duty.sign-on', officer)
  await desk.call('panel-work.end-walk-test', { id: testId })
  expect(await desk.refusalOf('panel-work.end-walk-test', { id: testId })).toBe('walk-test.unknown')
  const data = '#9999|1130 02 007'
  sender.write(contactIdMessage(sequence++, '', { account: '9999', data }))
  await desk.until('incidents', list => list.some(({ placeName }) => placeName === '新防区'))
  const query = {
    ledger: 'walk-tests',
    fromMs: 0,
    toMs: Date.now() + 60_000,
    text: '',
    cameraId: '',
  } as const
  const { rows } = await desk.call('ledgers.page', {
    ...query,
    locale: 'zh-CN',
    before: null,
    offset: 0,
    limit: 10,
  })
  expect(rows.map(({ cells }) => cells.join('|'))).toEqual([
    expect.stringMatching(/新主机.*新装探测器.*合格/),
  ])
})

test('a panel out of service is gone from the screen, its account is unknown, and it comes back as it was', async () => {
  using folder = dataFolder()
  const port = await freePort()
  const siteFile = writeDc09Site(folder.path, port, ['1234', '5678'])
  await using core = await startCore(join(folder.path, 'data'), siteFile)
  using desk = await core.desk()
  using sender = await dc09Sender(port)
  await desk.call('duty.sign-on', officer)
  const say = async (sequence: number): Promise<void> => {
    const before = sender.answers.length
    sender.write(contactIdMessage(sequence, '', { account: '5678', data: '#5678|1130 01 001' }))
    expect(await sender.answer(before)).toMatchObject({ token: 'ACK' })
  }
  await say(1)
  await desk.until('intrusion', ({ panels }) => panels[1]?.line === 'online')
  await desk.call('panels.retire', { id: 'panel-1', reason: '拆除' })
  const { panels, zones } = await desk.call('intrusion.report', {})
  expect([panels.map(({ id }) => id), zones.map(({ id }) => id)]).toEqual([['panel-0'], ['zone-0']])
  await say(2)
  expect(await desk.call('intrusion.unknown-accounts', {})).toMatchObject([{ account: '5678' }])
  // Its id stays its own.
  expect(await desk.refusalOf('panels.return', { id: 'panel-0' })).toBe('panels.unknown')
  await desk.call('panels.return', { id: 'panel-1' })
  const { retired, panels: setups } = await desk.call('panels.overview', {})
  expect([retired, setups.map(({ id }) => id)]).toEqual([[], ['panel-0', 'panel-1']])
  await say(3)
  await desk.until('intrusion', report => report.panels[1]?.line === 'online')
})

test('a connection is tried: right, wrong password, nobody there; a changed one restarts that driver alone', async () => {
  await using room = await startRoom()
  const { desk, school } = room
  await desk.call('duty.sign-on', officer)
  const { panels } = await desk.until('intrusion', report =>
    report.panels.every(({ line }) => line === 'online'),
  )
  const { panels: setups } = await desk.call('panels.overview', {})
  const [panel] = setups
  const account = panel?.connection.driver === 'dc09' ? panel.connection.account : ''
  const url = school.panel.isapiUrl
  const reached = (user: string, password: string, at = url) =>
    ({ ...dc09, account, isapi: { url: at, credentials: { kind: 'typed', user, password } } }) as const
  const right = reached('station', 'only for this test')
  const facts = await desk.call('panels.test', { connection: right })
  expect(facts.zones.length).toBeGreaterThan(0)
  expect(await desk.refusalOf('panels.test', { connection: reached('station', 'wrong') })).toBe(
    'setup.unauthorised',
  )
  const nobody = `http://127.0.0.1:${await freePort()}`
  const unreachable = { connection: reached('station', 'x', nobody) }
  await expect(desk.call('panels.test', unreachable)).rejects.toMatchObject({
    code: 'setup.unreachable',
    params: { reason: expect.stringContaining('ECONNREFUSED') as string },
  } satisfies Partial<Refusal>)
  expect(await desk.refusalOf('panels.test', { connection: { ...dc09, isapi: null } })).toBe(
    'panels.nothing-to-dial',
  )

  const fence = setups.map(({ connection }) => connection).find(({ driver }) => driver === 'modbus')
  if (fence?.driver !== 'modbus') throw new Error('the demo school has no fence')
  expect(await desk.call('panels.test', { connection: fence })).toEqual({
    partitions: [0],
    zones: [1, 2, 3, 4, 5, 6],
  })
  const elsewhere = { ...fence, port: await freePort() }
  expect(await desk.refusalOf('panels.test', { connection: elsewhere })).toBe('setup.unreachable')

  const id = panel?.id ?? ''
  const stored = panel?.connection.driver === 'dc09' ? panel.connection.isapi : null
  if (stored === null) throw new Error('the demo panel is not commanded')
  // Another login only under a request; the same one with another interval at once.
  expect(await desk.refusalOf('panels.change-connection', { id, connection: right })).toBe(
    'approvals.password-needs-consent',
  )
  const credentials = { kind: 'stored', name: stored.credentials } as const
  const changed = { ...right, supervisionSeconds: 4, isapi: { url, credentials } }
  await desk.call('panels.change-connection', { id, connection: changed })
  const after = await desk.until('intrusion', report =>
    report.panels.every(
      ({ line, sinceMs }, index) => line === 'online' && (index > 0 || sinceMs > (panels[0]?.sinceMs ?? 0)),
    ),
  )
  // The fence host, whose connection is the same, was not dialled again.
  expect(after.panels[1]).toEqual(panels[1])
  const now = await desk.call('panels.overview', {})
  expect(now.panels[0]?.connection).toMatchObject({ supervisionSeconds: 4, isapi: stored })
  expect(desk.received.join('')).not.toContain('only for this test')
})

test('who may: the officer all, the network administrator addresses, the representative reads, a guard nothing', async () => {
  using folder = dataFolder()
  const siteFile = writeDc09Site(folder.path, await freePort(), ['1234'])
  await using core = await startCore(join(folder.path, 'data'), siteFile)
  using desk = await core.desk()
  await desk.call('duty.sign-on', nightGuard)
  expect(await desk.refusalOf('panels.overview', {})).toBe('duty.forbidden')
  const learn = { panelId: 'panel-0', minutes: 1 }
  expect(await desk.refusalOf('panel-work.learn', learn)).toBe('duty.forbidden')
  const start = { panelId: 'panel-0', partitionId: null, reason: '测试', minutes: 1 }
  expect(await desk.refusalOf('panel-work.start-walk-test', start)).toBe('duty.forbidden')

  await desk.call('duty.sign-on', { ...nightGuard, userId: 'gao-yuan' })
  const connection = { ...dc09, account: '1234', supervisionSeconds: 300 }
  await desk.call('panels.change-connection', { id: 'panel-0', connection })
  expect((await desk.call('panels.overview', {})).panels[0]?.connection).toMatchObject({
    supervisionSeconds: 300,
  })
  expect(await desk.refusalOf('panels.retire', { id: 'panel-0', reason: '拆除' })).toBe('duty.forbidden')
  expect(await desk.refusalOf('panel-work.start-walk-test', start)).toBe('duty.forbidden')
  expect(await desk.refusalOf('site.export', {})).toBe('duty.forbidden')

  await desk.call('duty.sign-on', { ...nightGuard, userId: 'liu-fang' })
  expect((await desk.call('panels.overview', {})).panels.map(({ id }) => id)).toEqual(['panel-0'])
  expect(await desk.refusalOf('panels.change-connection', { id: 'panel-0', connection })).toBe(
    'duty.forbidden',
  )
})
