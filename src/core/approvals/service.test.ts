import { expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import { requestsAtOnce, type ApprovalAct, type VideoDraft } from '../../shared/contract/approvals.ts'
import type { Person } from '../../shared/domain/duty.ts'
import { LedgerService } from '../ledgers/service.ts'
import { Grants } from '../recordings/grants.ts'
import { viewingTable } from '../recordings/viewing-table.ts'
import { requestForm } from './form.ts'
import type { Approvals } from './service.ts'
import { actorsOf, openApprovals, openApprovalsGround } from './test-room.ts'

const hour = 3_600_000
const people: Person[] = [
  { id: 'guard', name: '张敏', roles: ['dutyGuard'] },
  { id: 'other', name: '李强', roles: ['nightGuard'] },
  { id: 'principal', name: '陈华', roles: ['principal'] },
  { id: 'clerk', name: '周玲', roles: ['schoolSafetyOffice'] },
  { id: 'second', name: '孙伟', roles: ['generalAffairs'] },
  { id: 'net', name: '高远', roles: ['netAdmin'] },
]
const cameras = [
  { id: 'cam-1', name: '正门' },
  { id: 'cam-4', name: '操场' },
].map(camera => ({ ...camera, record: 'main' }))
const by = actorsOf(people)
const person = (id: string): Person => by(id).person

function openOffice() {
  const ground = openApprovalsGround()
  const { db, clock, journal, attachments, dataDir } = ground
  const { approvals, consent, scan } = openApprovals(ground, people, cameras)
  const grants = new Grants({
    cameras: () => cameras as never,
    incidentOf: () => null,
    requests: approvals,
    table: viewingTable(db),
    journal,
    clock,
  })
  approvals.changed.on(({ number, state }) => {
    if (['revoked', 'expired', 'closed'].includes(state.kind)) grants.requestOver(number)
  })
  const ledgers = new LedgerService({ journal, clock, school: '示范学校', dataDir })
  return {
    approvals,
    attachments,
    db,
    grants,
    clock,
    scan,
    draft: (change: Partial<VideoDraft> = {}): Parameters<Approvals['save']>[1] => ({
      kind: 'video-access',
      purpose: '自行车遗失',
      cameraIds: ['cam-1', 'cam-4'],
      span: { fromMs: clock.now() - 24 * hour, toMs: clock.now() },
      viewerIds: ['guard'],
      expiresAtMs: clock.now() + 48 * hour,
      receiver: '',
      copies: 1,
      ...change,
    }),
    consent,
    authorised(change: Partial<VideoDraft> = {}): number {
      const { number } = approvals.save(null, this.draft(change), by('guard'))
      approvals.act(number, { type: 'submit' }, by('guard'))
      approvals.act(number, { type: 'approve', stepId: 'school-leader', note: '同意调看' }, by('principal'))
      consent(number, 'superior')
      return number
    },
    look: (requestId: number, who = 'guard', cameraIds = ['cam-1']) =>
      grants.request(
        {
          purpose: { kind: 'approved-request', requestId },
          note: '',
          cameraIds,
          span: { fromMs: clock.now() - 2 * hour, toMs: clock.now() - hour },
        },
        by(who),
      ),
    register: (cameraId = '') =>
      ledgers
        .page({ ledger: 'video-access', fromMs: 0, toMs: 1e15, text: '', cameraId, locale: 'zh-CN' }, 0, 100)
        .rows.map(({ cells }) => cells.join(' | ')),
    kinds: () => journal.between(['approval.refused', 'approval.used', 'approval.expired'], 0, 1e15),
    [Symbol.dispose]() {
      ground[Symbol.dispose]()
    },
  }
}

test('a request with every consent opens a look for the named viewer, and the register tells all of it', () => {
  using office = openOffice()
  const number = office.authorised()
  const grant = office.look(number)
  expect(office.approvals.byNumber(number)?.state.kind).toBe('in-use')
  const stretch = { cameraId: 'cam-1', fromMs: grant.span.fromMs, toMs: grant.span.fromMs + 60_000 }
  office.grants.served(grant.id, stretch)
  const watching: string[] = []
  office.grants.watching.on(id => watching.push(id))
  office.grants.watched(grant.id, stretch, 'guard')
  expect(watching).toEqual(['guard'])
  office.grants.finish(grant.id, 'guard')
  const rows = office.register()
  const [look, request] = rows
  for (const words of [
    '张敏',
    '经批准的申请；申请第 1 号；自行车遗失',
    '同意：同意调看',
    '陈华',
    '静教〔2026〕8 号',
    '钱某 2026-11-20',
    '录入 周玲，核对 孙伟',
    '正门',
  ])
    expect(look, words).toContain(words)
  expect(look).toMatch(/正门 2026-11-23 00:00:00 – 00:01:00\n.* 结束/)
  expect(request).toContain('使用中')
  expect(request).toContain('静安区教育局 静教〔2026〕8 号')
})

test.each([
  ['before anybody agreed', 'guard', ['cam-1'], false, 'approvals.not-authorised'],
  ['somebody who is not named', 'other', ['cam-1'], true, 'approvals.not-a-viewer'],
  ['somebody without the right', 'net', ['cam-1'], true, 'duty.forbidden'],
])('refused and written down: %s (complaints 18, 19)', (_, who, cameraIds, isAuthorised, code) => {
  using office = openOffice()
  let number = 1
  if (isAuthorised) number = office.authorised({ cameraIds: ['cam-1'] })
  else office.approvals.save(null, office.draft(), by('guard'))
  expect(codeOf(() => office.look(number, who, cameraIds))).toBe(code)
  const row = office.register().find(cells => cells.includes('未获准'))
  expect(row).toContain(person(who).name)
  expect(row).toContain('正门')
})

test('another camera or another hour than approved is refused', () => {
  using office = openOffice()
  const tooLong = { fromMs: office.clock.now() - 25 * hour, toMs: office.clock.now() }
  const daily = { purpose: { kind: 'daily-check' }, note: '', cameraIds: ['cam-1'], span: tooLong } as const
  expect(codeOf(() => office.grants.request(daily, by('guard')))).toBe('recordings.span-invalid')
  expect(office.register()[0]).toContain('不超过 24 小时')
  const number = office.authorised({ cameraIds: ['cam-1'] })
  expect(codeOf(() => office.look(number, 'guard', ['cam-1', 'cam-4']))).toBe('approvals.out-of-scope')
  expect(codeOf(() => office.look(99))).toBe('approvals.unknown')
})

test('revoking ends a running look at once', () => {
  using office = openOffice()
  const number = office.authorised()
  const grant = office.look(number)
  using stream = office.grants.openStream(grant.id, 'cam-1', by('guard').actor)
  expect(stream.ended.aborted).toBe(false)
  office.approvals.act(number, { type: 'revoke', reason: '已查清' }, by('principal'))
  expect(stream.ended.aborted).toBe(true)
  expect(codeOf(() => office.look(number))).toBe('approvals.not-authorised')
  expect(codeOf(() => office.grants.openStream(grant.id, 'cam-1', by('guard').actor))).toBe(
    'recordings.no-grant',
  )
  expect(office.register()[0]).toContain('未登记用途')
})

test('expiry ends a running look, and the grant never outlives the request', async () => {
  using office = openOffice()
  const number = office.authorised({ expiresAtMs: office.clock.now() + hour })
  const grant = office.look(number)
  expect(office.approvals.byNumber(number)?.matter).toMatchObject({ expiresAtMs: grant.expiresAtMs })
  using stream = office.grants.openStream(grant.id, 'cam-1', by('guard').actor)
  await office.clock.advance(hour)
  office.approvals.checkExpired()
  expect(stream.ended.aborted).toBe(true)
  expect(office.kinds().map(({ kind }) => kind)).toContain('approval.expired')
})

test('who may not decide is refused, and the attempt is in the register', () => {
  using office = openOffice()
  const { number } = office.approvals.save(null, office.draft({ viewerIds: ['principal'] }), by('principal'))
  office.approvals.act(number, { type: 'submit' }, by('principal'))
  const approve: ApprovalAct = { type: 'approve', stepId: 'school-leader', note: '' }
  expect(codeOf(() => office.approvals.act(number, approve, by('principal')))).toBe('approvals.own-request')
  // Who may not even see it learns nothing of it.
  expect(codeOf(() => office.approvals.act(number, approve, by('guard')))).toBe('approvals.unknown')
  const tried = office.register().filter(row => row.includes('试图审批'))
  expect(tried).toHaveLength(2)
  expect(tried.join()).toContain('不能审批或经办自己提出的申请')
})

test('requests are seen by those they concern; what waits is counted for whom it waits', () => {
  using office = openOffice()
  const { number } = office.approvals.save(null, office.draft(), by('guard'))
  expect(office.approvals.list(person('principal'))).toHaveLength(0)
  office.approvals.act(number, { type: 'submit' }, by('guard'))
  expect(office.approvals.list(person('other'))).toHaveLength(0)
  expect(office.approvals.list(person('principal'))).toHaveLength(1)
  expect(people.map(one => office.approvals.report(one).waiting)).toEqual([0, 0, 1, 0, 0, 0])
  expect(codeOf(() => office.approvals.seenBy(number, person('other')))).toBe('approvals.unknown')
  expect(office.approvals.report(null).waiting).toBe(0)
})

test('a scan is read by those who may see its request', () => {
  using office = openOffice()
  office.authorised()
  expect(office.attachments.get(office.scan.hash, 'guard').type).toBe('application/pdf')
  expect(codeOf(() => office.attachments.get(office.scan.hash, 'other'))).toBe('attachments.unknown')
})

test('a scan is added by the applicant and by who handles papers, not by whoever knows the number', () => {
  using office = openOffice()
  const { number } = office.approvals.save(null, office.draft({ viewerIds: ['other'] }), by('guard'))
  office.approvals.act(number, { type: 'submit' }, by('guard'))
  const add = (id: string) => {
    const scan = { hash: office.scan.hash, name: '批复.pdf' }
    return codeOf(() => office.approvals.act(number, { type: 'add-scan', scan }, by(id)))
  }
  expect(['net', 'other', 'guard', 'clerk'].map(add)).toEqual([
    'approvals.unknown',
    'approvals.not-your-step',
    'done',
    'done',
  ])
  expect(office.kinds().map(({ body }) => body['code'])).toEqual([
    'approvals.unknown',
    'approvals.not-your-step',
  ])
})

test('hundreds of requests later the old scan is still read, and the list goes on behind its first page', () => {
  using office = openOffice()
  const number = office.authorised()
  const more = requestsAtOnce + 20
  office.db.exec(`
    WITH RECURSIVE copy (n) AS (SELECT ${number + 1} UNION ALL SELECT n + 1 FROM copy WHERE n < ${number + more})
    INSERT INTO approval (number, is_over, state)
      SELECT n, 1, json_set(state, '$.number', n, '$.consents', json('[]'), '$.state', json(
        '{"kind":"rejected","stepId":"school-leader","reason":"x","by":{"id":"principal","name":"x"},"atMs":1}'))
      FROM copy, approval WHERE number = ${number}`)
  expect(office.attachments.get(office.scan.hash, 'guard').type).toBe('application/pdf')
  const first = office.approvals.list(person('guard'))
  expect(first).toHaveLength(requestsAtOnce)
  const rest = office.approvals.list(person('guard'), first.at(-1)?.number)
  expect(rest).toHaveLength(21)
  expect(rest.at(-1)?.number).toBe(number)
  expect(office.approvals.list(person('other'))).toHaveLength(0)
})

test.each([['a consent without its scan', { hash: '0'.repeat(64), name: 'x' }, 'attachments.unknown']])(
  '%s is refused',
  (_, scan, code) => {
    using office = openOffice()
    const { number } = office.approvals.save(null, office.draft(), by('guard'))
    expect(codeOf(() => office.approvals.act(number, { type: 'add-scan', scan }, by('guard')))).toBe(code)
  },
)

test.each([
  ['no such camera', { cameraIds: ['cam-9'] }, 'cameras.unknown'],
  ['a viewer who may never see a picture', { viewerIds: ['net'] }, 'duty.unknown-user'],
  ['longer than 31 days', { span: { fromMs: 0, toMs: 32 * 24 * hour } }, 'recordings.span-invalid'],
  ['copies for nobody', { kind: 'video-release' }, 'approvals.matter-invalid'],
] as const)('a draft that cannot be: %s', (_, change, code) => {
  using office = openOffice()
  expect(
    codeOf(() => office.approvals.save(null, office.draft(change as Partial<VideoDraft>), by('guard'))),
  ).toBe(code)
})

test('"who watched camera 4, and why": the register by camera', () => {
  using office = openOffice()
  const number = office.authorised()
  office.grants.finish(office.look(number, 'guard', ['cam-1']).id, 'guard')
  office.grants.finish(office.look(number, 'guard', ['cam-4']).id, 'guard')
  // The request itself names both cameras.
  expect(office.register('cam-4')).toHaveLength(2)
  expect(office.register('cam-4')[0]).toContain('操场')
  expect(office.register('cam-9')).toHaveLength(0)
})

test('the sheet for paper has a field for everybody who must agree', () => {
  using office = openOffice()
  const release = { kind: 'video-release', receiver: '静安分局 <张警官>', copies: 2 } as const
  const { number } = office.approvals.save(null, office.draft(release), by('guard'))
  const approval = office.approvals.seenBy(number, person('guard'))
  const facts = {
    school: '示范学校',
    printedBy: '张敏',
    printedAtMs: office.clock.now(),
    head: { seq: 1, hash: 'ab' },
  }
  const { html } = requestForm(approval, facts, 'zh-CN')
  for (const words of [
    '学校领导意见',
    '上级主管部门意见',
    '区教育局意见',
    '公安意见',
    '静安分局 &lt;张警官&gt;',
    '自行车遗失',
  ])
    expect(html).toContain(words)
})
