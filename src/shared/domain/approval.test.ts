import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { approvalKinds, termsOf } from './approval-kinds.ts'
import {
  pendingStep,
  settleApproval,
  stepApproval,
  waitsFor,
  type Approval,
  type ApprovalEvent,
} from './approval.ts'
import {
  type Act,
  access,
  approve,
  base,
  clerk,
  day,
  drafted,
  evidence,
  guard,
  leader,
  nowMs,
  outage,
  outside,
  password,
  people,
  play,
  principal,
  release,
  second,
  submit,
} from './approval-samples.ts'
import { refusalOfUse } from './video-use.ts'

const toAuthorised = [submit, approve, ...outside('superior')]
const authorised = play(drafted(access), toAuthorised) as Approval

describe('the way of a request', () => {
  test('the consents of the school leader and the superior authorise a look', () => {
    expect(authorised.state.kind).toBe('authorised')
    expect(authorised.consents.map(({ stepId }) => stepId)).toEqual(['school-leader', 'superior'])
    expect(authorised.consents[1]?.entered?.evidence.documentNumber).toBe('静教安〔2026〕12号')
    const used = play(authorised, [[{ type: 'use' }, guard]]) as Approval
    expect(used.state.kind).toBe('in-use')
    expect((play(used, [[{ type: 'close' }, guard]]) as Approval).state.kind).toBe('closed')
  })

  test('giving out copies waits for the district bureau and the police as well', () => {
    const half = play(drafted(release), toAuthorised) as Approval
    expect(pendingStep(half)?.id).toBe('district-bureau')
    const whole = play(half, [...outside('district-bureau'), ...outside('police')]) as Approval
    expect(whole.state.kind).toBe('authorised')
  })

  test('a disputed entry is entered anew; a rejection ends it with its reason', () => {
    const acts: Act[] = [
      submit,
      approve,
      [{ type: 'enter-consent', stepId: 'superior', evidence }, clerk],
      [{ type: 'dispute-consent', stepId: 'superior', reason: '文号不符' }, second],
    ]
    const disputed = play(drafted(access), acts) as Approval
    expect(disputed.state).toMatchObject({ kind: 'submitted', entered: null })
    const rejected = play(disputed, [[{ type: 'reject', stepId: 'superior', reason: '未获同意' }, clerk]])
    expect(rejected).toMatchObject({ state: { kind: 'rejected', reason: '未获同意' } })
  })

  test.each([
    ['the applicant approves', [submit, [approve[0], guard]], 'approvals.own-request'],
    ['a guard approves', [submit, [approve[0], clerk]], 'approvals.not-your-step'],
    [
      'one person enters and confirms',
      [...toAuthorised.slice(0, 3), [toAuthorised[3]?.[0], clerk]],
      'approvals.second-person',
    ],
    ['the outside step comes first', [submit, ...outside('superior')], 'approvals.wrong-state'],
    [
      'a leader approves in place of the superior',
      [submit, approve, [{ type: 'approve', stepId: 'superior', note: '' }, leader]],
      'approvals.wrong-state',
    ],
    [
      'rejected without a reason',
      [submit, [{ type: 'reject', stepId: 'school-leader', reason: ' ' }, leader]],
      'approvals.reason-required',
    ],
    ['used before it is authorised', [submit, [{ type: 'use' }, guard]], 'approvals.wrong-state'],
    ['used by somebody not named', [...toAuthorised, [{ type: 'use' }, clerk]], 'approvals.not-a-viewer'],
    [
      'amended after submission',
      [submit, [{ type: 'amend', matter: access }, guard]],
      'approvals.wrong-state',
    ],
    [
      'a draft of one kind becomes another',
      [[{ type: 'amend', matter: release }, guard]],
      'approvals.wrong-state',
    ],
    [
      'revoked by a stranger',
      [...toAuthorised, [{ type: 'revoke', reason: 'x' }, second]],
      'approvals.not-your-step',
    ],
    [
      'used after it was revoked',
      [...toAuthorised, [{ type: 'revoke', reason: 'x' }, principal], [{ type: 'use' }, guard]],
      'approvals.wrong-state',
    ],
  ] as [string, Act[], string][])('refused: %s', (_, acts, code) => {
    expect(play(drafted(access), acts)).toBe(code)
  })
})

test('what waits for whom', () => {
  const submitted = play(drafted(access), [submit]) as Approval
  expect(people.map(who => waitsFor(submitted, who))).toEqual([null, 'decide', 'decide', null, null])
  const approved = play(submitted, [approve]) as Approval
  expect(people.map(who => waitsFor(approved, who))).toEqual([null, 'enter', 'enter', 'enter', 'enter'])
  const entered = play(approved, outside('superior').slice(0, 1)) as Approval
  expect(people.map(who => waitsFor(entered, who))).toEqual([null, 'confirm', 'confirm', null, 'confirm'])
})

test.each([
  ['covered', {}, nowMs, null],
  ['another person', { personId: 'leader' }, nowMs, 'approvals.not-a-viewer'],
  ['another camera', { cameraIds: ['cam-1', 'cam-2'] }, nowMs, 'approvals.out-of-scope'],
  ['earlier', { span: { fromMs: nowMs - day - 1, toMs: nowMs } }, nowMs, 'approvals.out-of-scope'],
  ['later', { span: { fromMs: nowMs - day, toMs: nowMs + 1 } }, nowMs, 'approvals.out-of-scope'],
  ['the last moment', {}, base.expiresAtMs - 1, null],
  ['expired', {}, base.expiresAtMs, 'approvals.expired'],
])('a use: %s', (_, change, atMs, code) => {
  const use = { personId: 'guard', cameraIds: ['cam-1'], span: base.span, ...change }
  expect(refusalOfUse(authorised, use, atMs)).toBe(code)
})

const stepId = fc.constantFrom(
  'school-leader',
  'superior',
  'district-bureau',
  'police',
  'district-safety-office',
)
const event: fc.Arbitrary<ApprovalEvent> = fc.oneof(
  fc.constant({ type: 'submit' } as const),
  fc.record({ type: fc.constant('approve' as const), stepId, note: fc.constant('') }),
  fc.record({ type: fc.constant('enter-consent' as const), stepId, evidence: fc.constant(evidence) }),
  fc.record({ type: fc.constant('confirm-consent' as const), stepId, note: fc.constant('') }),
  fc.record({ type: fc.constant('dispute-consent' as const), stepId, reason: fc.constant('x') }),
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('reject' as const), stepId, reason: fc.constant('x') }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'revoke', reason: 'x' } as const) },
  fc.constant({ type: 'use' } as const),
  fc.constant({ type: 'close' } as const),
  fc.constant({ type: 'close', done: { atMs: nowMs, witness: { id: 'clerk', name: 'clerk' } } } as const),
)
/** Any sequence; and sequences that mostly do the right thing, so that the ends are reached. */
const history = fc.record({
  matter: fc.constantFrom(access, release, outage, password),
  applicant: fc.constantFrom(...people),
  acts: fc.array(
    fc.oneof(
      {
        weight: 1,
        arbitrary: fc.tuple(event, fc.constantFrom(...people), fc.integer({ min: 0, max: 2 * day })),
      },
      {
        weight: 8,
        arbitrary: fc.tuple(
          fc.oneof({ weight: 20, arbitrary: fc.constant(null) }, fc.constant('reject' as const)),
          fc.constantFrom(...people),
          fc.integer({ min: 0, max: day / 3 }),
        ),
      },
    ),
    { minLength: 10, maxLength: 80 },
  ),
})

/** The act that would bring a request forward. */
function forward(approval: Approval): ApprovalEvent {
  const step = pendingStep(approval)
  if (approval.state.kind === 'draft') return { type: 'submit' }
  if (step === null) return { type: 'use' }
  if (step.kind === 'role') return { type: 'approve', stepId: step.id, note: '' }
  return approval.state.kind === 'submitted' && approval.state.entered === null
    ? { type: 'enter-consent', stepId: step.id, evidence }
    : { type: 'confirm-consent', stepId: step.id, note: '' }
}

/** A no to the step that is waited for. */
const rejection = (approval: Approval): ApprovalEvent => ({
  type: 'reject',
  stepId: pendingStep(approval)?.id ?? '',
  reason: 'x',
})

const ended = ['closed', 'rejected', 'expired', 'revoked']
const seen = new Set<string>()

test('no sequence of acts authorises without every consent, approves its own, or leads out of an end', () => {
  fc.assert(
    fc.property(history, ({ matter, applicant, acts }) => {
      let approval = drafted(matter, applicant)
      let atMs = nowMs
      for (const [chosen, who, waitMs] of acts) {
        atMs += waitMs
        const before = settleApproval(approval, atMs)
        const act = chosen === null ? forward(before) : chosen === 'reject' ? rejection(before) : chosen
        const outcome = stepApproval(approval, act, who, atMs)
        approval = outcome.ok ? outcome.approval : before
        seen.add(`${matter.kind} ${approval.state.kind}`)
        const { consents, state } = approval
        if (ended.includes(before.state.kind)) expect(approval).toEqual(before)
        if (['authorised', 'in-use', 'closed'].includes(state.kind))
          expect(consents.map(consent => consent.stepId)).toEqual(termsOf(matter).steps.map(step => step.id))
        for (const consent of consents) {
          const step = termsOf(matter).steps.find(({ id }) => id === consent.stepId)
          const handlers = [consent.by.id, ...(consent.entered === null ? [] : [consent.entered.by.id])]
          expect(handlers).not.toContain(applicant.id)
          expect(new Set(handlers).size).toBe(step?.kind === 'outside' ? 2 : 1)
        }
        if (['authorised', 'in-use'].includes(state.kind)) expect(atMs).toBeLessThan(termsOf(matter).endsAtMs)
      }
    }),
    { numRuns: 1500 },
  )
  // The sequences did reach what the property is about.
  for (const kind of approvalKinds)
    for (const state of ['authorised', 'in-use', 'rejected', 'expired', 'revoked'])
      expect(seen).toContain(`${kind} ${state}`)
})

test('after expiry, revocation or rejection nothing is covered, whatever comes later', () => {
  const use = { personId: 'guard', cameraIds: ['cam-1'], span: base.span }
  fc.assert(
    fc.property(
      fc.constantFrom<Act[]>(
        [[{ type: 'revoke', reason: 'x' }, principal]],
        [[{ type: 'close' }, guard]],
        [],
      ),
      fc.array(fc.tuple(event, fc.constantFrom(...people)), { maxLength: 20 }),
      (ending, later) => {
        let approval = play(authorised, ending) as Approval
        const atMs = ending.length === 0 ? base.expiresAtMs : nowMs
        for (const [next, who] of later) {
          const outcome = stepApproval(approval, next, who, atMs)
          if (outcome.ok) approval = outcome.approval
        }
        expect(refusalOfUse(approval, use, atMs)).not.toBeNull()
      },
    ),
  )
})
