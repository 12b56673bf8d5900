import { expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import type { RequestDraft } from '../../shared/contract/approvals.ts'
import type { CameraReport, StreamState } from '../../shared/domain/camera.ts'
import type { Person } from '../../shared/domain/duty.ts'
import type { IncidentKind } from '../../shared/domain/incident.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { bookKeeper } from '../approvals/book-lines.ts'
import { Approvals } from '../approvals/service.ts'
import { Attachments } from '../attachments/store.ts'
import { IncidentService } from '../incidents/service.ts'
import { Journal } from '../journal/journal.ts'
import { Books } from '../ledgers/books/service.ts'
import { LedgerService } from '../ledgers/service.ts'
import { openDatabase } from '../platform/database.ts'
import { Outages } from './service.ts'

const hour = 3_600_000
const day = 24 * hour
/** Monday, 9:00 in Beijing. */
const monday = Date.parse('2026-11-23T09:00:00+08:00')
const people: Person[] = [
  { id: 'officer', name: '吴静', roles: ['equipmentOfficer'] },
  { id: 'principal', name: '陈华', roles: ['principal'] },
  { id: 'clerk', name: '周玲', roles: ['schoolSafetyOffice'] },
  { id: 'second', name: '孙伟', roles: ['generalAffairs'] },
]
const by = (id: string) => {
  const person = people.find(one => one.id === id) as Person
  return { person, actor: { kind: 'user', id, name: person.name, shiftId: null } satisfies UserActor }
}
const cameras = ['cam-1', 'cam-2'].map(id => ({ id, name: `摄像机 ${id}`, retired: false }))
const panels = [
  {
    id: 'panel-1',
    name: '报警主机',
    partitions: [{ id: 'part-1', name: '教学楼' }],
    zones: [{ id: 'zone-1', partition: 'part-1' }],
  },
]

function openOffice() {
  const folder = dataFolder()
  const db = openDatabase(folder.path)
  const clock = new FakeClock(monday)
  const journal = new Journal(db, clock)
  const attachments = new Attachments({ dataDir: folder.path, db, journal, clock })
  const states = new Map<string, StreamState>(cameras.map(({ id }) => [id, 'live']))
  const report = (id: string): CameraReport => {
    const stream = { state: states.get(id) ?? 'idle' } as CameraReport['main']
    return { id, main: stream, sub: stream, recording: false }
  }
  const incidents = new IncidentService({ db, journal, clock })
  const prove = () => Promise.reject(new Error('nobody signs here'))
  const books = new Books({ db, journal, clock, attachments, prove, mayRead: () => true })
  const keepBooks = bookKeeper(books)
  const start = () => {
    const outages: Outages = new Outages({
      db,
      journal,
      clock,
      raising: incidents,
      site: () => ({ cameras, panels }) as never,
      approved: () => approvals.outages(),
      cameras: () => cameras.map(({ id }) => report(id)),
    })
    const approvals: Approvals = new Approvals({
      db,
      journal,
      clock,
      attachments,
      site: () => ({ cameras, panels, schoolDays: [] }),
      people: () => people,
      follow(after, before) {
        keepBooks(after, before)
        outages.follow(after, before)
      },
    })
    approvals.changed.on(approval => outages.requestChanged(approval))
    return { outages, approvals }
  }
  let services = start()
  const scan = attachments.put('批复.pdf', Buffer.from('%PDF-1.7 paper'), by('clerk').actor)
  const ledgers = new LedgerService({ db, journal, clock, school: '示范学校', dataDir: folder.path } as never)
  return {
    clock,
    incidents,
    states,
    journal,
    get outages() {
      return services.outages
    },
    get approvals() {
      return services.approvals
    },
    restart(): void {
      services = start()
    },
    draft: (change: object = {}): Extract<RequestDraft, { kind: 'planned-outage' }> => ({
      kind: 'planned-outage',
      devices: [
        { kind: 'camera', id: 'cam-1' },
        { kind: 'panel', id: 'panel-1' },
        { kind: 'system', id: '访客系统' },
      ],
      reason: '东围墙施工',
      span: { fromMs: monday + 3 * day, toMs: monday + 3 * day + 8 * hour },
      substitute: '增派一人巡查',
      firm: '某某维保公司',
      urgent: null,
      ...change,
    }),
    consent(number: number): void {
      const evidence = {
        party: '静安区教育局安委办',
        documentNumber: '静安办〔2026〕3 号',
        signer: '钱某',
        signedOn: '2026-11-23',
        scan: { hash: scan.hash, name: '批复.pdf' },
      }
      const stepId = 'district-safety-office'
      services.approvals.act(number, { type: 'approve', stepId: 'school-leader', note: '' }, by('principal'))
      services.approvals.act(number, { type: 'enter-consent', stepId, evidence }, by('clerk'))
      services.approvals.act(number, { type: 'confirm-consent', stepId, note: '' }, by('second'))
    },
    authorised(change: object = {}): number {
      const { number } = services.approvals.save(null, this.draft(change), by('officer'))
      services.approvals.act(number, { type: 'submit' }, by('officer'))
      this.consent(number)
      return number
    },
    /** Time goes by; the loop of the station looks once. */
    async pass(ms: number): Promise<void> {
      await clock.advance(ms)
      services.approvals.checkExpired()
      services.outages.checkDue()
    },
    fault: (device: 'cam-1' | 'cam-2' | 'panel-1', kind: IncidentKind = 'device-fault') =>
      services.outages.raising.occur({
        kind,
        place: {
          key: device === 'panel-1' ? 'panel:panel-1' : `camera:${device}`,
          name: device,
          panelId: device === 'panel-1' ? device : null,
          zoneId: null,
          cameraIds: device === 'panel-1' ? [] : [device],
        },
        actor: station,
        code: 'test',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      }),
    open: () => incidents.open().map(({ placeName }) => placeName),
    rows: () =>
      ledgers
        .page({ ledger: 'outages', fromMs: 0, toMs: 1e15, text: '', cameraId: '', locale: 'zh-CN' }, 0, 100)
        .rows.map(({ cells, struck }) => `${struck === true ? '作废 ' : ''}${cells.join(' | ')}`),
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('an outage reported two working days ahead is refused, three days ahead it is not; what is sudden is marked late', () => {
  using office = openOffice()
  const late = { span: { fromMs: monday + 2 * day, toMs: monday + 3 * day } }
  const { number } = office.approvals.save(null, office.draft(late), by('officer'))
  expect(codeOf(() => office.approvals.act(number, { type: 'submit' }, by('officer')))).toBe(
    'approvals.notice-too-short',
  )
  expect(office.journal.between(['approval.refused'], 0, 1e15).at(-1)?.body).toMatchObject({
    code: 'approvals.notice-too-short',
    params: { days: 2, needed: 3, earliest: '2026-11-26' },
  })
  const inTime = office.approvals.save(number, office.draft(), by('officer'))
  const reported = office.approvals.act(inTime.number, { type: 'submit' }, by('officer'))
  expect(reported).toMatchObject({ isLate: false, submittedAtMs: monday, state: { kind: 'submitted' } })
  const sudden = office.approvals.save(null, office.draft({ ...late, urgent: '雷击损坏' }), by('officer'))
  expect(office.approvals.act(sudden.number, { type: 'submit' }, by('officer')).isLate).toBe(true)
})

test('in its time the faults of its devices are held back, all else rings; what still stands at the end is told', async () => {
  using office = openOffice()
  const number = office.authorised()
  // Before its time nothing is expected.
  expect(office.fault('cam-1')).not.toBeNull()
  expect(office.outages.list()).toMatchObject([{ number, isRunning: false }])
  await office.pass(3 * day)
  expect(office.approvals.byNumber(number)?.state.kind).toBe('in-use')
  expect(office.outages.list()).toMatchObject([{ number, isRunning: true }])
  expect(office.fault('panel-1')).toBeNull()
  expect(office.fault('cam-1', 'video-tamper')).toBeNull()
  expect(office.fault('panel-1', 'panic')).not.toBeNull()
  expect(office.fault('panel-1', 'intrusion')).not.toBeNull()
  expect(office.fault('cam-2')).not.toBeNull()
  expect(office.open()).not.toContain('停用期满未恢复：摄像机 cam-1')
  const before = office.incidents.open().length
  office.outages.raising.restored('camera:cam-1', station, 'live')
  office.states.set('cam-1', 'lost')
  // A restart forgets nothing of it.
  office.restart()
  await office.pass(8 * hour)
  expect(office.approvals.byNumber(number)?.state.kind).toBe('expired')
  expect(office.outages.list()).toEqual([])
  // The panel joins its open incident; the camera is told because it shows nothing.
  expect(office.open()).toContain('停用期满未恢复：摄像机 cam-1')
  expect(office.incidents.open()).toHaveLength(before + 1)
  expect(office.journal.between(['outage.held'], 0, 1e15)).toHaveLength(2)
  expect(office.journal.between(['outage.not-restored'], 0, 1e15)).toHaveLength(2)
  office.states.set('cam-1', 'live')
  await office.pass(1_000)
  const told = office.incidents.open().find(({ placeName }) => placeName.startsWith('停用期满'))
  expect(told?.signalState).toBe('restored')
  await office.pass(hour)
  expect(office.journal.between(['outage.not-restored'], 0, 1e15)).toHaveLength(2)
})

test('the book has the outage from its consent on, and when it ended before its time', async () => {
  using office = openOffice()
  const number = office.authorised()
  const [line] = office.rows()
  for (const words of [
    '摄像机 cam-1、报警主机、访客系统',
    '东围墙施工',
    '2026-11-26 09:00',
    '静安办〔2026〕3 号',
    '某某维保公司',
  ])
    expect(line).toContain(words)
  await office.pass(3 * day + hour)
  office.approvals.act(number, { type: 'close' }, by('officer'))
  const rows = office.rows()
  expect(rows).toHaveLength(2)
  expect(rows.filter(row => row.startsWith('作废'))).toHaveLength(1)
  expect(rows.find(row => !row.startsWith('作废'))).toContain('2026-11-26 10:00')
})

test('an outage that nobody consented to holds nothing back', async () => {
  using office = openOffice()
  const { number } = office.approvals.save(null, office.draft(), by('officer'))
  office.approvals.act(number, { type: 'submit' }, by('officer'))
  await office.pass(3 * day)
  expect(office.fault('cam-1')).not.toBeNull()
  office.states.set('cam-1', 'lost')
  await office.pass(8 * hour)
  expect(office.open()).toEqual(['cam-1'])
  expect(office.rows()).toEqual([])
})
