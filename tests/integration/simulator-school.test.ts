import { spawn, execFile, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** `npm run sim` as a process: the files it writes, the commands it takes, how it ends. */

const main = join(import.meta.dirname, '../../simulator/main.ts')
const template = {
  camera: 'rtsp://127.0.0.1:${rtspPort}/cam-1/main',
  onvif: 'http://127.0.0.1:${onvifPort}/cam-1/onvif/device_service',
  isapi: 'http://127.0.0.1:${panelIsapiPort}',
  fence: '${fencePort:number}',
  receiver: '${dc09Port:number}',
}

let folder: string
let school: ChildProcess
let ready: {
  files: { site: string; secrets: string }
  ports: Record<string, number>
  devices: Record<string, string[]>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhishou-school-test-'))
  await writeFile(join(folder, 'template.json'), JSON.stringify(template))
  const options = ['--seed', '7', '--loop-seconds', '2', '--template', join(folder, 'template.json')]
  school = spawn(process.execPath, [main, ...options, '--out', join(folder, 'out')], {
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!school.stdout) throw new Error('no output')
  const [line] = (await once(createInterface(school.stdout), 'line')) as [string]
  ready = JSON.parse(line) as typeof ready
})

afterAll(async () => {
  if (school.exitCode === null) school.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function sim(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [main, ...args, '--out', join(folder, 'out')], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

test('the site file has the ports of the devices that really listen', async () => {
  const site = JSON.parse(readFileSync(ready.files.site, 'utf8')) as typeof template &
    Record<'fence' | 'receiver', number>
  const { rtspPort, onvifPort, panelIsapiPort, fencePort, dc09Port } = ready.ports
  expect(site).toEqual({
    camera: `rtsp://127.0.0.1:${rtspPort}/cam-1/main`,
    onvif: `http://127.0.0.1:${onvifPort}/cam-1/onvif/device_service`,
    isapi: `http://127.0.0.1:${panelIsapiPort}`,
    fence: fencePort,
    receiver: dc09Port,
  })
  for (const port of [rtspPort, onvifPort, panelIsapiPort, fencePort]) {
    const socket = connect(port ?? 0, '127.0.0.1')
    await once(socket, 'connect')
    socket.destroy()
  }
})

test('the secrets are for this user alone', () => {
  expect(statSync(ready.files.secrets).mode & 0o777).toBe(0o600)
  const secrets = JSON.parse(readFileSync(ready.files.secrets, 'utf8')) as Record<string, unknown>
  expect(Object.keys(secrets)).toEqual(['cam-1', 'cam-2', 'cam-3', 'cam-4', 'cam-5', 'cam-6', 'panel'])
  expect(secrets['cam-4']).toEqual({ user: 'guard', password: expect.stringMatching(/^\w{14}$/) as string })
})

test('six cameras, eight detectors, two buttons, six fence segments and the panel take commands', () => {
  const count = (prefix: string): number =>
    Object.keys(ready.devices).filter(id => id.startsWith(prefix)).length
  expect({ cameras: count('cam-'), detectors: count('pir-'), buttons: count('panic-') }).toEqual({
    cameras: 6,
    detectors: 8,
    buttons: 2,
  })
  expect(ready.devices).toMatchObject({ panel: expect.arrayContaining(['mute', 'restore']) as string[] })
  for (let segment = 1; segment <= 6; segment++) expect(ready.devices[`fence-${segment}`]).toContain('cut')
})

test('commands on the command line say what happened, and refuse what cannot be', async () => {
  expect(await sim('cut', 'fence-3')).toEqual({ code: 0, stdout: 'fence-3: wire cut\n', stderr: '' })
  const unknownDevice = await sim('drop', 'cam-9')
  expect(unknownDevice.code).toBe(1)
  expect(unknownDevice.stderr).toContain('There is no device "cam-9"')
  const unknownCommand = await sim('fly', 'cam-2')
  expect(unknownCommand.code).toBe(1)
  expect(unknownCommand.stderr).toContain('cam-2 cannot "fly"')
})

test('ends cleanly on SIGTERM, and says so to who comes later', async () => {
  const ended = once(school, 'exit')
  school.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(existsSync(join(folder, 'out/simulator.json'))).toBe(false)
  const late = await sim('cut', 'fence-3')
  expect(late.code).toBe(1)
  expect(late.stderr).toContain('No simulator runs')
})
