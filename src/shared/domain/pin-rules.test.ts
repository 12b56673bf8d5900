import { expect, test } from 'vitest'
import { pinProblem } from './pin-rules.ts'

test.each([
  ['12345', 'too-short'],
  ['abc1234', 'too-short'],
  ['7301 58', 'spaces'],
  ['7'.repeat(65), 'too-long'],
  ['123456', 'trivial'],
  ['1234567890', 'trivial'],
  ['654321', 'trivial'],
  ['888888', 'trivial'],
  ['121212', 'trivial'],
  ['123123', 'trivial'],
  ['qwertyui', 'trivial'],
  ['Password1', 'trivial'],
  ['admin123', 'trivial'],
  ['19790815', 'birthday'],
  ['790815', 'birthday'],
  ['138021', 'known'],
  ['wang-jianguo1', 'known'],
  ['730158', null],
  ['902417', null],
  ['门卫2026夜班', null],
  ['correct horse', 'spaces'],
  ['tiger-6-lamp', null],
])('%s: %s', (pin, problem) => {
  expect(pinProblem(pin, ['13802188976', 'wang-jianguo'])).toBe(problem)
})

test('the old one is no new one', () => {
  expect(pinProblem('730158', [], '730158')).toBe('same')
  expect(pinProblem('730158', [], '730159')).toBeNull()
})
