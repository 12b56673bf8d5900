import { expect, test } from 'vitest'
import { AlarmSound, muteAll, muteMs, soundOf, type SoundClass } from './alarm-sound.ts'
import { sampleIncident, stamp } from './sample-incident.ts'

const pir = sampleIncident({ id: 1 })
const panic = sampleIncident({ id: 2, kind: 'panic' })
const fault = sampleIncident({ id: 3, kind: 'device-fault' })
const located = sampleIncident({ id: 1, progress: { located: stamp() } })

test('each class of priority has its own sound, and the most urgent one is heard', () => {
  expect(soundOf([fault], null, 0)).toBe('notice')
  expect(soundOf([fault, pir], null, 0)).toBe('intrusion')
  expect(soundOf([fault, pir, panic], null, 0)).toBe('emergency')
})

test('silence when all are located, and only then', () => {
  expect(soundOf([located, fault], null, 0)).toBe('notice')
  expect(soundOf([located], null, 0)).toBeNull()
  expect(soundOf([], null, 0)).toBeNull()
})

test('a mute ends by itself and never covers what came after it', () => {
  const mute = muteAll([pir], 1_000)
  expect(soundOf([pir], mute, 1_000)).toBeNull()
  expect(soundOf([pir], mute, 1_000 + muteMs)).toBe('intrusion')
  expect(soundOf([pir, fault], mute, 1_000)).toBe('notice')
})

test('the output is told once for each change, and silence with the last location', () => {
  const heard: (SoundClass | null)[] = []
  const sound = new AlarmSound({ play: what => heard.push(what), [Symbol.dispose]: () => {} })
  sound.update([pir], null, 0)
  sound.update([pir, fault], null, 0)
  sound.update([pir, fault], muteAll([pir, fault], 0), 0)
  sound.tick(muteMs - 1)
  sound.tick(muteMs)
  sound.update([located], null, muteMs)
  expect(heard).toEqual(['intrusion', null, 'intrusion', null])
})
