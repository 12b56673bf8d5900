import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Incident, IncidentAction } from '../../src/shared/domain/incident.ts'
import { checklistItems, type Checklist } from '../../src/shared/domain/checklist.ts'
import { logOf, runCommand, startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import type { Desk } from '../helpers/desk.ts'
import { nightGuard, startRoom } from '../helpers/room.ts'

const checked = Object.fromEntries(checklistItems.map(item => [item, true])) as Checklist

const sixSteps: IncidentAction[] = [
  { type: 'locate' },
  { type: 'dispatch', who: '李强' },
  { type: 'arrive' },
  { type: 'verify', verdict: 'false', note: '' },
  { type: 'handle', text: '现场查看无异常，门窗完好。' },
  { type: 'report', told: ['guard-leader'], note: '' },
  { type: 'record', text: '误报，已查看。' },
]

async function act(desk: Desk, id: number, actions: readonly IncidentAction[]): Promise<void> {
  for (const action of actions) await desk.call('incidents.act', { id, action })
}

const stateOf = (desk: Desk, partitionId: string, state: string) =>
  desk.until('intrusion', report => report.partitions.find(part => part.id === partitionId)?.state === state)

const incidentAt = async (desk: Desk, zoneId: string): Promise<Incident> => {
  const open = await desk.until('incidents', incidents =>
    incidents.some(incident => incident.zoneId === zoneId),
  )
  return open.find(incident => incident.zoneId === zoneId) as Incident
}

const today = () => ({
  fromMs: Date.now() - 86_400_000,
  toMs: Date.now() + 60_000,
  before: null,
  offset: 0,
  limit: 100,
})

describe('the link', () => {
  test('lets in nobody without the token, and no foreign page with it', async () => {
    await using room = await startRoom()
    const { core, desk, dataDir } = room
    const statusOf = (protocols: string[], origin?: string, path = '/link') =>
      new Promise<number>(resolve => {
        const socket = new WebSocket(`${core.url}${path}`, protocols, origin === undefined ? {} : { origin })
        socket.on('open', () => {
          socket.close()
          resolve(101)
        })
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
        socket.on('error', () => {})
      })
    expect(await statusOf(['zhishou', core.token])).toBe(101)
    expect(await statusOf(['zhishou', core.token], 'app://zhishou')).toBe(101)
    expect(await statusOf(['zhishou', core.token], 'https://example.com')).toBe(403)
    expect(await statusOf(['zhishou', core.token], 'null')).toBe(403)
    expect(await statusOf(['zhishou', 'e'.repeat(64)])).toBe(401)
    expect(await statusOf(['zhishou'])).toBe(401)
    expect(await statusOf(['zhishou', core.token], undefined, '/else')).toBe(404)
    expect(await desk.refusalOf('site.plan', { id: 'none' })).toBe('link.bad-input')
    expect(logOf(dataDir)).not.toContain(core.token)
  })

  test('lets nobody act who is not signed on or has no right, and writes that down', async () => {
    await using room = await startRoom()
    const { desk } = room
    expect(await desk.refusalOf('ledgers.list', {})).toBe('duty.not-signed-on')
    await desk.call('duty.sign-on', { ...nightGuard, userId: 'zhang-min' })
    expect(await desk.refusalOf('intrusion.arm', { partitionId: 'part-office', checklist: checked })).toBe(
      'duty.forbidden',
    )
    const ledger = await desk.call('ledgers.page', { ledger: 'duty', ...today() })
    const events = ledger.rows.map(row => row.cells[3])
    expect(events.filter(event => event === '操作被拒')).toHaveLength(2)
  })
})

const disarm = (reason: string, rearmAtMs: number | null) => ({
  partitionId: 'part-perimeter',
  reason,
  rearmAtMs,
})

describe('arming', () => {
  test('needs the checklist, names the open zone, and is armed only when the panel says so', async () => {
    await using room = await startRoom(nightGuard)
    const { school, desk } = room
    await stateOf(desk, 'part-office', 'disarmed')
    const arm = (checklist: Checklist) =>
      desk.refusalOf('intrusion.arm', { partitionId: 'part-office', checklist })
    expect(await arm({ ...checked, windows: false })).toBe('intrusion.checklist-incomplete')
    await school.panel.command('pir-archive', 'trip')
    expect(await arm(checked)).toBe('intrusion.zones-open')
    await school.panel.command('pir-archive', 'restore')
    expect(
      await desk.call('intrusion.arm', { partitionId: 'part-office', checklist: checked }),
    ).toMatchObject({
      state: 'armed',
      changedBy: '王建国',
    })
    const { rows } = await desk.call('ledgers.page', { ledger: 'arming', ...today() })
    expect(rows.map(row => row.cells.slice(1))).toEqual([
      ['行政楼', '布防', '人工（本机）', '王建国', '各项已检查', '闪动', '主机已确认'],
      ['行政楼', '布防', '人工（本机）', '王建国', '各项已检查', '闪动', '未成功：防区未关闭（档案室红外）'],
      ['行政楼', '布防', '人工（本机）', '王建国', '', '', '未成功：布防前检查未完成：窗已关闭'],
    ])
  })

  test('at the keypad is told apart from arming at the console', async () => {
    await using room = await startRoom(nightGuard)
    const { school, desk } = room
    await stateOf(desk, 'part-teaching', 'disarmed')
    await school.panel.command('part-teaching', 'keypad-arm')
    await stateOf(desk, 'part-teaching', 'armed')
    const { rows } = await desk.call('ledgers.page', { ledger: 'arming', ...today() })
    expect(rows.map(row => row.cells.slice(1, 4))).toEqual([['教学楼', '布防', '人工（键盘）']])
  })

  test('a fence is disarmed only with a reason and a time to arm it again', async () => {
    await using room = await startRoom(nightGuard)
    const { desk } = room
    await stateOf(desk, 'part-perimeter', 'armed')
    expect(await desk.refusalOf('intrusion.disarm', disarm('', Date.now() + 60_000))).toBe(
      'intrusion.reason-required',
    )
    expect(await desk.refusalOf('intrusion.disarm', disarm('修剪', null))).toBe(
      'intrusion.rearm-time-required',
    )
    expect(await desk.refusalOf('intrusion.disarm', disarm('修剪', Date.now() - 1))).toBe(
      'intrusion.rearm-time-required',
    )
    const report = await desk.call('intrusion.disarm', disarm('修剪树枝', Date.now() + 1_500))
    expect(report).toMatchObject({ state: 'disarmed', reason: '修剪树枝' })
    // The time passes: the station raises it by itself, and arming again ends the condition.
    const overdue = await desk.until('incidents', open =>
      open.some(incident => incident.placeName === '周界'),
    )
    expect(overdue[0]).toMatchObject({ kind: 'arming-missed', signalState: 'active' })
    await desk.call('intrusion.arm', { partitionId: 'part-perimeter', checklist: checked })
    await desk.until('incidents', open => open[0]?.signalState === 'restored')
  })
})

describe('an alarm', () => {
  test('goes from the detector through the six steps into the record; panic comes first and needs its key', async () => {
    await using room = await startRoom(nightGuard)
    const { school, desk } = room
    await stateOf(desk, 'part-office', 'disarmed')
    await desk.call('intrusion.arm', { partitionId: 'part-office', checklist: checked })
    await school.panel.command('pir-archive', 'trip')
    await school.fence.command('fence-3', 'cut')
    await school.panel.command('panic-gate', 'press')
    const open = await desk.until('incidents', incidents => incidents.length === 3)
    expect(open.map(incident => incident.kind)).toEqual(['panic', expect.any(String), expect.any(String)])
    expect(new Set(open.map(incident => incident.kind))).toEqual(
      new Set(['panic', 'perimeter-cut', 'intrusion']),
    )
    const archive = await incidentAt(desk, 'pir-archive')
    expect(await desk.refusalOf('incidents.act', { id: archive.id, action: { type: 'close' } })).toBe(
      'incidents.step-missing',
    )
    await act(desk, archive.id, [...sixSteps, { type: 'close' }])
    const panic = await incidentAt(desk, 'panic-gate')
    await act(desk, panic.id, sixSteps)
    expect(await desk.refusalOf('incidents.act', { id: panic.id, action: { type: 'close' } })).toBe(
      'incidents.panic-not-reset',
    )
    await school.panel.command('panic-gate', 'reset')
    await act(desk, panic.id, [
      { type: 'reset', keyHolder: '赵明', cause: '误碰', reviewer: '刘芳' },
      { type: 'close' },
    ])
    expect((await desk.call('incidents.open', {})).map(incident => incident.zoneId)).toEqual(['fence-3'])
    const { rows } = await desk.call('ledgers.page', { ledger: 'alarms', ...today() })
    const archiveRow = rows.find(row => row.cells[1] === '档案室红外')
    expect(archiveRow?.cells.join('|')).toMatch(
      /入侵报警.*王建国.*李强.*误报.*无异常.*保安班长.*误报，已查看/s,
    )
  })

  test('of a place that alarms again joins its incident; a restored signal does not close it', async () => {
    await using room = await startRoom()
    const { school, desk } = room
    await stateOf(desk, 'part-perimeter', 'armed')
    await school.fence.command('fence-2', 'cut')
    await incidentAt(desk, 'fence-2')
    await school.fence.command('fence-2', 'restore')
    await desk.until('incidents', open => open[0]?.signalState === 'restored')
    await school.fence.command('fence-2', 'cut')
    const [again] = await desk.until('incidents', open => open[0]?.signalCount === 2)
    expect(again).toMatchObject({ signalState: 'active', kind: 'perimeter-cut' })
  })

  test('a lost panel is shown as unknown, never as it was', async () => {
    await using room = await startRoom()
    const { school, desk } = room
    await stateOf(desk, 'part-perimeter', 'armed')
    await school.fence.command('fence-host', 'mute')
    const lost = await desk.until('intrusion', report => report.panels.some(panel => panel.line === 'lost'))
    const fence = lost.zones.filter(zone => zone.id.startsWith('fence-'))
    expect(new Set(fence.map(zone => zone.state))).toEqual(new Set(['unknown']))
    expect(lost.partitions.find(part => part.id === 'part-perimeter')?.state).toBe('unknown')
    await desk.until('incidents', open => open.some(incident => incident.panelId === 'fence'))
  })
})

describe('what a guard sees himself', () => {
  test('is an incident at its second step; it needs the right, and a camera or words that say where', async () => {
    await using room = await startRoom()
    const { desk } = room
    const atGate = { cameraId: null, text: '  北门外人行道 ' }
    expect(await desk.refusalOf('incidents.observe', atGate)).toBe('duty.not-signed-on')
    await desk.call('duty.sign-on', nightGuard)
    expect(await desk.refusalOf('incidents.observe', { cameraId: null, text: '  ' })).toBe(
      'incidents.text-required',
    )
    expect(await desk.refusalOf('incidents.observe', { cameraId: 'none', text: '' })).toBe('cameras.unknown')
    const incident = await desk.call('incidents.observe', atGate)
    expect(incident).toMatchObject({ kind: 'observed', placeName: '北门外人行道' })
    expect(await desk.until('incidents', open => open.length > 0)).toEqual([incident])
    await act(desk, incident.id, [...sixSteps.slice(1), { type: 'close' }])
    const { rows } = await desk.call('ledgers.page', { ledger: 'alarms', ...today() })
    expect(rows.map(row => row.cells.join('|'))).toEqual([
      expect.stringMatching(/北门外人行道\|发现情况\|王建国.*李强.*误报，已查看/s),
    ])
  })
})

describe('core as a process', () => {
  test('killed in the middle of an alarm: the incident, the session and every acknowledged signal are still there', async () => {
    await using room = await startRoom(nightGuard)
    const { school, dataDir } = room
    await stateOf(room.desk, 'part-office', 'disarmed')
    await school.panel.command('panic-gate', 'press')
    await act(room.desk, (await incidentAt(room.desk, 'panic-gate')).id, sixSteps.slice(0, 1))
    await room.core.end('SIGKILL')
    // What the panel could not deliver meanwhile it keeps and sends when the station is back.
    await school.panel.command('panic-office', 'press')
    const { core, desk } = await room.restart()
    const open = await desk.until('incidents', incidents => incidents.length === 2)
    expect(open.find(incident => incident.zoneId === 'panic-gate')?.progress.located?.by.name).toBe('王建国')
    expect((await desk.call('duty.report', {})).session?.person.name).toBe('王建国')
    await school.panel.drained()
    const { rows } = await desk.call('ledgers.page', { ledger: 'duty', ...today() })
    expect(rows.map(row => row.cells[3])).toContain('值守台中断')
    // Asked twice, as by a terminal and by npm: the second request does not cut the first short.
    core.child.kill('SIGTERM')
    await new Promise(resolve => setImmediate(resolve))
    expect(await core.end('SIGTERM')).toBe(0)
    expect(await runCommand('src/core/verify.ts', [dataDir])).toMatchObject({ code: 0 })
    const db = new Database(join(dataDir, 'station.db'), { readonly: true })
    expect(db.prepare('SELECT kind FROM journal ORDER BY seq DESC LIMIT 1').get()).toEqual({
      kind: 'station.stopped',
    })
    db.close()
  })

  test('verify names the first row that was changed, removed or inserted by hand', async () => {
    await using room = await startRoom(nightGuard)
    const { desk, core, dataDir } = room
    for (const text of ['一', '二', '三']) await desk.call('duty.note', { text })
    expect(await core.end('SIGTERM')).toBe(0)
    const db = new Database(join(dataDir, 'station.db'))
    const { head } = db.prepare('SELECT hex(hash) AS head FROM journal_head').get() as { head: string }
    const last = (db.prepare('SELECT max(seq) AS seq FROM journal').get() as { seq: number }).seq
    const whole = await runCommand('src/core/verify.ts', [dataDir])
    expect(whole).toEqual({ code: 0, output: expect.stringContaining(head.toLowerCase()) })
    const pristine = readFileSync(db.name)
    const tamper = async (sql: string): Promise<string> => {
      const copy = new Database(db.name)
      copy.exec('DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete')
      copy.exec(sql)
      copy.close()
      const { code, output } = await runCommand('src/core/verify.ts', [dataDir])
      expect(code).toBe(1)
      writeFileSync(db.name, pristine)
      return output
    }
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    expect(
      await tamper(`UPDATE journal SET body = replace(body, '二', '王') WHERE body LIKE '%二%'`),
    ).toMatch(/entry \d+ is changed/)
    expect(await tamper('UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 2')).toContain('entry 2 is changed')
    expect(await tamper('DELETE FROM journal WHERE seq = 3')).toContain('entry 3 is missing')
    expect(await tamper(`DELETE FROM journal WHERE seq = ${last}`)).toContain(`entry ${last} is missing`)
    expect(
      await tamper(
        `INSERT INTO journal SELECT ${last + 1}, at_ms, actor, kind, subject, body, body_hash, prev_hash, hash FROM journal WHERE seq = ${last}`,
      ),
    ).toContain(`entry ${last + 1} is inserted`)
  })

  test('a wrong site file does not stop the console: its errors are told, by field', async () => {
    using folder = dataFolder()
    const siteFile = join(folder.path, 'site.json')
    const site = JSON.parse(readFileSync('resources/demo-site/site.json', 'utf8')) as {
      cameras: { place: string }[]
      alarmReceiver: unknown
    }
    if (site.cameras[2] !== undefined) site.cameras[2].place = 'nowhere'
    site.alarmReceiver = { port: 'seven' }
    writeFileSync(siteFile, JSON.stringify(site))
    await using core = await startCore(join(folder.path, 'data'), siteFile)
    using desk = await core.desk()
    const { configErrors } = await desk.call('station.state', {})
    expect(configErrors.map(error => error.path)).toContain('alarmReceiver.port')
    writeFileSync(siteFile, '{ "version": 1,')
    await core.end('SIGTERM')
    await using again = await startCore(join(folder.path, 'data'), siteFile)
    using secondDesk = await again.desk()
    expect((await secondDesk.call('station.state', {})).configErrors[0]?.path).toBe(siteFile)
  })
})
