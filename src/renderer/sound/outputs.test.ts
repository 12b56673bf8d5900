import { expect, test } from 'vitest'
import { Outputs } from './outputs.ts'

const speaker = { deviceId: 'a1', groupId: 'speaker' }
const monitor = { deviceId: 'b2', groupId: 'monitor' }
const through = (groupId: string) => ({ deviceId: 'default', groupId })

test('without any output it is lost, and back with one', () => {
  const outputs = new Outputs()
  expect(outputs.look([]).state).toBe('lost')
  expect(outputs.look([through('speaker'), speaker]).state).toBe('ok')
  expect(outputs.look([]).state).toBe('lost')
  expect(outputs.look([through('speaker'), speaker]).state).toBe('ok')
})

test('a loudspeaker that is unplugged is lost although a monitor is left, until it is back', () => {
  const outputs = new Outputs()
  outputs.look([through('speaker'), speaker, monitor])
  expect(outputs.look([through('monitor'), monitor])).toEqual({ state: 'lost', detail: 'another output' })
  // Still lost at the next look, not got used to.
  expect(outputs.look([through('monitor'), monitor]).state).toBe('lost')
  expect(outputs.look([through('speaker'), speaker, monitor]).state).toBe('ok')
})

test('an output that comes beside it changes nothing; one that the system prefers does', () => {
  const outputs = new Outputs()
  outputs.look([through('speaker'), speaker])
  expect(outputs.look([through('speaker'), speaker, monitor]).state).toBe('ok')
  expect(outputs.look([through('monitor'), speaker, monitor]).state).toBe('lost')
})

test('a test sound on the new one takes it for the one to be heard', () => {
  const outputs = new Outputs()
  outputs.look([through('speaker'), speaker])
  outputs.look([through('monitor'), monitor])
  outputs.tested()
  expect(outputs.look([through('monitor'), monitor]).state).toBe('ok')
  expect(outputs.look([through('speaker'), speaker, monitor]).state).toBe('lost')
})

test('where the system names no devices only their absence is told', () => {
  const outputs = new Outputs()
  expect(outputs.look([{ deviceId: '', groupId: '' }]).state).toBe('ok')
  expect(outputs.look([through('monitor')]).state).toBe('ok')
  expect(outputs.look([]).state).toBe('lost')
})
