import { expect, test } from 'vitest'
import { Refusal } from '../../shared/refusal.ts'
import { gateOver } from './gate.ts'

test('who reached for what the rules forbid is written down with what was said; who mistyped is not', () => {
  const written: [string, string][] = []
  const gate = gateOver(
    () => null,
    (call, { code }) => written.push([call, code]),
  )
  gate.refused('records.purge', new Refusal('records.too-early', { day: '2026-11-01' }))
  gate.refused('closings.close', new Refusal('closings.not-open'))
  gate.refused('archives.sign', new Refusal('archives.second-person'))
  gate.refused('handover.take-over', new Refusal('duty.handover-open', { items: ['东围墙'] }))
  gate.refused('books.enter', new Refusal('books.incomplete'))
  gate.refused('duty.sign-on', new Refusal('duty.unknown-user'))
  expect(written).toEqual([
    ['records.purge', 'records.too-early'],
    ['closings.close', 'closings.not-open'],
    ['archives.sign', 'archives.second-person'],
    ['handover.take-over', 'duty.handover-open'],
  ])
})
