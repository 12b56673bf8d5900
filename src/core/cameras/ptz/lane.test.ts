import { expect, test } from 'vitest'
import { Lane } from './lane.ts'

test('while one motion is under way only the newest waits, tasks are never dropped, and nothing overlaps', async () => {
  const lane = new Lane()
  const done: string[] = []
  const first = Promise.withResolvers<void>()
  const motion = (name: string, until: Promise<void> = Promise.resolve()) =>
    lane.motion(async () => {
      done.push(`${name} begins`)
      await until
      done.push(`${name} ends`)
    })
  const results = [motion('left', first.promise), motion('up'), motion('right'), motion('stop')]
  const stored = lane.task(() => Promise.resolve('token'))
  first.resolve()
  expect(await Promise.all(results)).toEqual([true, false, false, true])
  expect(await stored).toBe('token')
  expect(done).toEqual(['left begins', 'left ends', 'stop begins', 'stop ends'])
})

test('a motion that fails tells its caller alone and does not stop the lane', async () => {
  const lane = new Lane()
  const failing = lane.motion(() => Promise.reject(new Error('no answer')))
  const next = lane.task(() => Promise.resolve(1))
  await expect(failing).rejects.toThrow('no answer')
  expect(await next).toBe(1)
})
