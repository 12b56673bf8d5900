import { describe, expect, test } from 'vitest'
import { settleApproval, type Approval, type ApprovalActor, type ApprovalEvent } from './approval.ts'
import {
  type Act,
  approve,
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
  play,
  second,
  submit,
} from './approval-samples.ts'

const hourMs = 3_600_000

describe('kinds beside recordings', () => {
  const consented = [...outside('district-safety-office')]
  const planned = play(drafted(outage, clerk), [
    [{ type: 'submit' }, clerk],
    approve,
    [{ type: 'enter-consent', stepId: 'district-safety-office', evidence }, second],
    [{ type: 'confirm-consent', stepId: 'district-safety-office', note: '' }, leader],
  ]) as Approval
  const toChange = play(drafted(password), [submit, ...consented]) as Approval
  const report = (atMs: number, id = 'clerk'): ApprovalEvent => ({
    type: 'close',
    done: { atMs, witness: { id, name: id } },
  })

  test('an outage begins and ends by the clock alone', () => {
    expect(planned.state.kind).toBe('authorised')
    expect(settleApproval(planned, nowMs + 2 * day - 1)).toBe(planned)
    expect(settleApproval(planned, nowMs + 2 * day).state).toMatchObject({ kind: 'in-use' })
    expect(settleApproval(planned, nowMs + 6 * day).state.kind).toBe('expired')
    expect(play(planned, [[{ type: 'use' }, clerk]], nowMs + 3 * day)).toBe('approvals.wrong-state')
    expect(play(planned, [[{ type: 'close' }, clerk]])).toBe('approvals.wrong-state')
    const restored = play(planned, [[{ type: 'close' }, clerk]], nowMs + 3 * day) as Approval
    expect(restored.state.kind).toBe('closed')
  })

  test('reported late it is refused, unless it is sudden: then it is marked', () => {
    const late: Act = [{ type: 'submit', isLate: true }, guard]
    expect(play(drafted(outage), [late])).toBe('approvals.notice-too-short')
    const sudden = play(drafted({ ...outage, urgent: '雷击' }), [late]) as Approval
    expect(sudden).toMatchObject({ isLate: true, submittedAtMs: nowMs })
  })

  test.each([
    ['somebody else', report(nowMs), clerk, 'approvals.not-the-executor'],
    ['without a report', { type: 'close' }, guard, 'approvals.report-required'],
    ['the executor as his own witness', report(nowMs, 'guard'), guard, 'approvals.second-person'],
    ['before the consent', report(nowMs - 1), guard, 'approvals.done-time'],
    ['in the future', report(nowMs + hourMs), guard, 'approvals.done-time'],
  ] as [string, ApprovalEvent, ApprovalActor, string][])('a change reported: %s', (_, act, who, code) => {
    expect(play(toChange, [[act, who]])).toBe(code)
  })

  test('a change is closed by its executor with a witness', () => {
    const closed = play(toChange, [
      [{ type: 'use' }, guard],
      [report(nowMs), guard],
    ]) as Approval
    expect(closed.state).toMatchObject({ kind: 'closed', done: { witness: { id: 'clerk' } } })
  })
})
