import { expect, test } from 'vitest'
import { readControlAddress, sendCommand, startControl } from './control.ts'
import { DeviceRegistry } from './registry.ts'

function school(): DeviceRegistry {
  const registry = new DeviceRegistry()
  registry.registerDevice('fence-3', { cut: async () => 'fence-3: wire cut' })
  return registry
}

test('a command reaches its device and tells what happened', async () => {
  await using control = await startControl(school())
  expect(await sendCommand(control.address, 'cut', 'fence-3')).toBe('fence-3: wire cut')
})

test('an unknown device or command is refused with what there is', async () => {
  await using control = await startControl(school())
  await expect(sendCommand(control.address, 'cut', 'fence-9')).rejects.toThrow(
    'There is no device "fence-9". Devices: fence-3.',
  )
  await expect(sendCommand(control.address, 'toString', 'fence-3')).rejects.toThrow(
    'fence-3 cannot "toString". It can: cut.',
  )
})

test('without the token nothing happens', async () => {
  await using control = await startControl(school())
  await expect(sendCommand({ ...control.address, token: 'guess' }, 'cut', 'fence-3')).rejects.toThrow('token')
  const bare = await fetch(`${control.address.url}/devices`)
  expect(bare.status).toBe(401)
})

test('says so when no simulator runs, or none any more', async () => {
  await expect(readControlAddress('/nonexistent')).rejects.toThrow('No simulator runs')
  const control = await startControl(school())
  await control[Symbol.asyncDispose]()
  await expect(sendCommand(control.address, 'cut', 'fence-3')).rejects.toThrow('does not answer')
})

test('an id cannot be given twice', () => {
  expect(() => school().registerDevice('fence-3', {})).toThrow('registered twice')
})
