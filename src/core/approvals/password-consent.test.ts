import { expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import type { Person } from '../../shared/domain/duty.ts'
import { Books } from '../ledgers/books/service.ts'
import { bookKeeper } from './book-lines.ts'
import { PasswordConsent } from './password-consent.ts'
import { actorsOf, openApprovals, openApprovalsGround } from './test-room.ts'

const hour = 3_600_000
const people: Person[] = [
  { id: 'officer', name: '吴静', roles: ['equipmentOfficer'] },
  { id: 'net', name: '高远', roles: ['netAdmin'] },
  { id: 'clerk', name: '周玲', roles: ['schoolSafetyOffice'] },
  { id: 'second', name: '孙伟', roles: ['generalAffairs'] },
]
const by = actorsOf(people)
const cameras = [
  { id: 'cam-1', name: '正门', credentials: 'yard', retired: false },
  { id: 'cam-2', name: '操场', credentials: 'yard', retired: false },
  { id: 'cam-3', name: '食堂', retired: false },
]

function openOffice() {
  const ground = openApprovalsGround()
  const { db, clock, journal, attachments } = ground
  const prove = () => Promise.reject(new Error('nobody signs here'))
  const books = new Books({ db, journal, clock, attachments, prove, mayRead: () => true })
  const { approvals, consent: agree } = openApprovals(ground, people, cameras, { follow: bookKeeper(books) })
  const stored = new Set<string>()
  const consent = new PasswordConsent({
    approvals,
    journal,
    clock,
    site: () => ({ cameras, panels: [] }) as never,
    isStored: name => stored.has(name),
  })
  return {
    approvals,
    consent,
    clock,
    journal,
    /** As the store of credentials does it, after it was asked. */
    set(name: string, who = 'officer'): void {
      consent.forCredentials(name, by(who).actor)
      const isNew = !stored.has(name)
      journal.append({ actor: by(who).actor, kind: 'credentials.set', subject: name, body: { name, isNew } })
      stored.add(name)
    },
    /** What the secrets file held from the start. */
    found: (name: string) => void stored.add(name),
    remove: (name: string) => void stored.delete(name),
    authorised(cameraIds: readonly string[], executorId = 'officer'): number {
      const draft = {
        kind: 'password-change' as const,
        devices: cameraIds.map(id => ({ kind: 'camera' as const, id })),
        account: 'admin',
        reason: '维保人员更换',
        executorId,
        expiresAtMs: clock.now() + 48 * hour,
      }
      const { number } = approvals.save(null, draft, by('officer'))
      approvals.act(number, { type: 'submit' }, by('officer'))
      agree(number, 'district-safety-office')
      return number
    },
    lines: () =>
      journal.between(['book.entered'], 0, 1e15).map(({ subject, body }) => ({ subject, ...body })),
    [Symbol.dispose]() {
      ground[Symbol.dispose]()
    },
  }
}

const needsConsent = 'approvals.password-needs-consent'

test('the first entry needs no consent and may be mended for an hour; from then on a change does', async () => {
  using office = openOffice()
  office.set('yard')
  await office.clock.advance(hour - 1)
  office.set('yard')
  await office.clock.advance(1)
  expect(codeOf(() => office.set('yard'))).toBe(needsConsent)
  // Taking it out and entering it again is a change as well.
  office.remove('yard')
  expect(codeOf(() => office.set('yard'))).toBe(needsConsent)
  // What no device uses is nobody's password.
  office.set('spare')
  await office.clock.advance(2 * hour)
  office.set('spare')
})

test('what was stored before the journal knew of it is no first entry', () => {
  using office = openOffice()
  office.found('yard')
  expect(codeOf(() => office.set('yard'))).toBe(needsConsent)
  expect(codeOf(() => office.consent.forDevice('camera', 'cam-1', 'other', by('officer').actor))).toBe(
    needsConsent,
  )
  office.consent.forDevice('camera', 'cam-1', 'yard', by('officer').actor)
  office.consent.forDevice('camera', 'cam-3', 'yard', by('officer').actor)
})

test('a request covers its executor and the devices it names, all of them, until it is closed', () => {
  using office = openOffice()
  office.found('yard')
  office.authorised(['cam-1'])
  expect(codeOf(() => office.set('yard'))).toBe(needsConsent)
  const number = office.authorised(['cam-1', 'cam-2'])
  expect(codeOf(() => office.set('yard', 'net'))).toBe(needsConsent)
  office.set('yard')
  expect(office.approvals.byNumber(number)?.state.kind).toBe('in-use')
  const witness = by('second').person
  const closed = office.approvals.reportDone(number, office.clock.now(), witness, by('officer'))
  expect(closed.state).toMatchObject({ kind: 'closed', done: { witness: { id: 'second' } } })
  expect(codeOf(() => office.set('yard'))).toBe(needsConsent)
})

test('the change stands in its book with the consent and both names, and nothing of the password', () => {
  using office = openOffice()
  const number = office.authorised(['cam-1'])
  office.approvals.reportDone(number, office.clock.now(), by('second').person, by('officer'))
  expect(office.lines()).toEqual([
    expect.objectContaining({
      subject: `password-changes:approval-${number}`,
      values: {
        device: '正门；admin',
        applicant: '吴静',
        consent: '静安区教育局 静教〔2026〕8 号 钱某 2026-11-20 同意',
        time: String(office.clock.now()),
        doer: '执行 吴静；见证 孙伟',
      },
    }),
  ])
})
