import { expect, test } from 'vitest'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { loginKey, Logins } from './logins.ts'

const key = loginKey('rtsp://10.0.0.9:554/channel/1', { user: 'guard', password: 'wrong' })
const never = new AbortController().signal

/** Thirty-two channels of one recorder that want the same login. */
function crowd(logins: Logins): boolean[] {
  const entered: boolean[] = []
  for (let channel = 0; channel < 32; channel++)
    void logins.enter(key, never).then(mayTry => entered.push(mayTry))
  return entered
}

test('a wrong password reaches a recorder once, not once a channel', async () => {
  const clock = new FakeClock()
  const logins = new Logins(clock)
  const entered = crowd(logins)
  await clock.advance(200)
  expect(entered).toEqual([true])
  logins.result(key, 'refused')
  await clock.advance(200)
  expect(entered).toHaveLength(32)
  expect(entered.filter(mayTry => mayTry)).toHaveLength(1)
  expect(await logins.enter(key, never)).toBe(false)
  logins.forget(key)
  expect(await logins.enter(key, never)).toBe(true)
})

test('once it has proved itself nobody waits', async () => {
  const clock = new FakeClock()
  const logins = new Logins(clock)
  const entered = crowd(logins)
  await clock.advance(500)
  logins.result(key, 'proved')
  await clock.advance(1)
  expect(entered).toEqual(Array.from({ length: 32 }, () => true))
  logins.result(key, 'unknown')
  expect(await logins.enter(key, never)).toBe(true)
  expect(clock.sleeping).toBe(0)
})

test('a device that does not answer holds the others up for three seconds, not for ever', async () => {
  const clock = new FakeClock()
  const entered = crowd(new Logins(clock))
  await clock.advance(2_900)
  expect(entered).toHaveLength(1)
  await clock.advance(200)
  expect(entered).toHaveLength(32)
})

test('while a stream runs with it a login is live', () => {
  const logins = new Logins(new FakeClock())
  const held = logins.holds(key)
  expect(logins.isLive(key)).toBe(true)
  held[Symbol.dispose]()
  held[Symbol.dispose]()
  expect(logins.isLive(key)).toBe(false)
})
