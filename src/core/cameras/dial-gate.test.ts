import { expect, test } from 'vitest'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { DialGate } from './dial-gate.ts'

test('thirty-two cameras that come back together are dialled over almost five seconds', async () => {
  const clock = new FakeClock()
  const gate = new DialGate(clock)
  const dialledAtMs: number[] = []
  for (let camera = 0; camera < 32; camera++)
    void gate.enter(new AbortController().signal).then(() => dialledAtMs.push(clock.monotonic()))
  await clock.advance(999)
  expect(dialledAtMs).toEqual([0, 150, 300, 450, 600, 750, 900])
  await clock.advance(4_000)
  expect(dialledAtMs).toHaveLength(32)
})

test('a single camera does not wait', async () => {
  const clock = new FakeClock()
  const gate = new DialGate(clock)
  await gate.enter(new AbortController().signal)
  await clock.advance(1_000)
  await gate.enter(new AbortController().signal)
  expect(clock.sleeping).toBe(0)
})
