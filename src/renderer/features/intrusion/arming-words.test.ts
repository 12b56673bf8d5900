import { expect, test } from 'vitest'
import type { ArmingWatch } from '../../../shared/contract/arming.ts'
import { alertOf, canHold, panelUse } from './arming-words.ts'

const watch = (stage: ArmingWatch['stage'], heldUntilMs?: number): ArmingWatch => ({
  dueAtMs: 1_000,
  to: 'armed',
  stage,
  stageAtMs: 1_000,
  missedAtMs: null,
  hold: heldUntilMs === undefined ? null : { untilMs: heldUntilMs, reason: '加班', byName: '王' },
})

test('what is missed is loud, what is near is not, what is done is silent', () => {
  expect(alertOf(null, 0)).toBeNull()
  expect(alertOf(watch('met'), 0)).toBeNull()
  expect(alertOf(watch('reminded'), 0)).toEqual({ tone: 'warn', key: 'reminded' })
  expect(alertOf(watch('due'), 0)).toEqual({ tone: 'warn', key: 'reminded' })
  expect(alertOf(watch('missed'), 0)).toEqual({ tone: 'alarm', key: 'missed' })
  expect(alertOf(watch('missed', 3_000), 2_000)).toEqual({ tone: 'warn', key: 'held' })
  expect(alertOf(watch('missed', 3_000), 3_000)).toEqual({ tone: 'alarm', key: 'missed' })
})

test('only the arming of a building is put off', () => {
  expect(canHold('intrusion', watch('missed'))).toBe(true)
  expect(canHold('intrusion', watch('met'))).toBe(false)
  expect(canHold('intrusion', { ...watch('missed'), to: 'disarmed' })).toBe(false)
  expect(canHold('perimeter', watch('missed'))).toBe(false)
})

test('a keypad is told apart from a person at the desk', () => {
  expect(panelUse('keypad:2:李强')).toEqual({ way: 'keypad', number: '2', name: '李强' })
  expect(panelUse('panel-schedule:0:')).toEqual({ way: 'panel-schedule', number: '0', name: '' })
  expect(panelUse('王建国')).toBeNull()
})
