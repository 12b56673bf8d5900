import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SimCameraAddress, SimCameras } from '../../simulator/cameras/index.ts'
import { startTestCameras, type TestCameras } from '../helpers/simulated-cameras.ts'

/** The simulated cameras, proved by clients that were not written here: ffprobe, ffmpeg. */

let started: TestCameras
let cameras: SimCameras

beforeAll(async () => {
  started = await startTestCameras([
    { id: 'cam-1', name: '1号 正门', scene: 'gate', encoding: 'live', rtspAuth: 'none' },
    { id: 'cam-2', name: '2号 东围墙', scene: 'fence', encoding: 'loop', rtspAuth: 'none' },
    { id: 'cam-4', name: '4号 食堂后厨', scene: 'kitchen', encoding: 'loop', rtspAuth: 'digest' },
  ])
  cameras = started.cameras
})

afterAll(() => started[Symbol.asyncDispose]())

function camera(id: string): SimCameraAddress {
  const found = cameras.list.find(entry => entry.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

function withPassword(url: string, { user, password }: { user: string; password: string }): string {
  return url.replace('rtsp://', `rtsp://${user}:${password}@`)
}

interface Run {
  code: number
  stdout: string
  stderr: string
}

function run(command: string, args: readonly string[]): Promise<Run> {
  return new Promise(resolve => {
    execFile(command, args, { timeout: 20_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
    })
  })
}

const quick = ['-v', 'error', '-analyzeduration', '500000']

function probe(url: string, transport: 'tcp' | 'udp' = 'tcp'): Promise<Run> {
  const fields = ['-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0']
  return run('ffprobe', [...quick, '-rtsp_transport', transport, ...fields, url])
}

function decode(url: string, seconds: number, transport: 'tcp' | 'udp' = 'tcp'): Promise<Run> {
  const output = ['-t', String(seconds), '-f', 'null', '-progress', 'pipe:1', '-']
  return run('ffmpeg', [...quick, '-nostdin', '-rtsp_transport', transport, '-i', url, ...output])
}

/** Mean luma of the first picture. */
async function brightness(url: string): Promise<number> {
  const filter = ['-vf', 'signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-', '-frames:v', '1']
  const input = ['-nostdin', '-rtsp_transport', 'tcp', '-i', url]
  const { stdout } = await run('ffmpeg', [...quick, ...input, ...filter, '-f', 'null', '-'])
  return Number(/YAVG=([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN)
}

function framesOf({ stdout }: Run): number {
  return Number([...stdout.matchAll(/^frame=\s*(\d+)/gm)].at(-1)?.[1] ?? 0)
}

describe('RTSP', () => {
  test.each([
    ['cam-1', 'main', 'tcp', 'h264,1280,720'],
    ['cam-1', 'sub', 'udp', 'h264,640,360'],
    ['cam-2', 'main', 'udp', 'h264,1280,720'],
    ['cam-2', 'sub', 'tcp', 'h264,640,360'],
  ] as const)('ffprobe reads %s %s over %s', async (id, stream, transport, expected) => {
    const result = await probe(camera(id).rtsp[stream], transport)
    expect(result).toEqual({ code: 0, stdout: `${expected}\n`, stderr: '' })
  })

  test('digest: 401 without and with a wrong password, a picture with the right one', async () => {
    const { rtsp, credentials } = camera('cam-4')
    const anonymous = await probe(rtsp.main)
    expect(anonymous.code).not.toBe(0)
    expect(anonymous.stderr).toContain('401 Unauthorized')
    const wrong = await probe(withPassword(rtsp.main, { ...credentials, password: 'guess' }))
    expect(wrong.stderr).toContain('401 Unauthorized')
    const right = await probe(withPassword(rtsp.main, credentials))
    expect(right).toEqual({ code: 0, stdout: 'h264,1280,720\n', stderr: '' })
  })

  test('an unknown camera is not found', async () => {
    const result = await probe(camera('cam-2').rtsp.main.replace('cam-2', 'cam-9'))
    expect(result.stderr).toContain('404 Not Found')
  })

  test('two cameras at once, live and looped, three seconds without a decoding error over the seam', async () => {
    const [live, loop] = await Promise.all([
      decode(camera('cam-1').rtsp.main, 3),
      decode(camera('cam-2').rtsp.sub, 3, 'udp'),
    ])
    expect(live).toMatchObject({ code: 0, stderr: '' })
    expect(loop).toMatchObject({ code: 0, stderr: '' })
    expect(framesOf(live)).toBeGreaterThanOrEqual(44)
    expect(framesOf(loop)).toBeGreaterThanOrEqual(44)
  })

  test('a viewer that goes away leaves no session behind', async () => {
    await decode(camera('cam-2').rtsp.sub, 0.2)
    await expect.poll(() => cameras.sessionCount).toBe(0)
  })
})

describe('faults on command', () => {
  test('dropped: hung up, refused, and back after restore', async () => {
    const { rtsp } = camera('cam-2')
    const watching = decode(rtsp.sub, 15)
    await expect.poll(() => cameras.sessionCount, { timeout: 5000 }).toBe(1)
    await cameras.command('cam-2', 'drop')
    await watching
    expect(cameras.sessionCount).toBe(0)
    expect((await probe(rtsp.sub)).code).not.toBe(0)
    await cameras.command('cam-2', 'restore')
    expect((await probe(rtsp.sub)).stdout).toBe('h264,640,360\n')
  })

  test('frozen: the session stays and is silent, and goes on after restore', async () => {
    const watching = decode(camera('cam-2').rtsp.sub, 3)
    await expect.poll(() => cameras.sessionCount, { timeout: 5000 }).toBe(1)
    await cameras.command('cam-2', 'freeze')
    const args = ['-nostdin', '-rtsp_transport', 'tcp', '-timeout', '700000', '-i', camera('cam-2').rtsp.sub]
    const newcomer = await run('ffmpeg', [...quick, ...args, '-f', 'null', '-progress', 'pipe:1', '-'])
    expect(framesOf(newcomer)).toBe(0)
    expect(cameras.sessionCount).toBe(1)
    await cameras.command('cam-2', 'restore')
    expect((await watching).code).toBe(0)
  })

  test('black: the same stream, nothing to see', async () => {
    const usual = await brightness(camera('cam-2').rtsp.sub)
    await cameras.command('cam-2', 'black')
    const black = await brightness(camera('cam-2').rtsp.sub)
    await cameras.command('cam-2', 'restore')
    expect(usual).toBeGreaterThan(60)
    expect(black).toBeLessThan(25)
  })

  test('changed password: 401 for who knew the old one', async () => {
    const { rtsp, credentials } = camera('cam-4')
    await cameras.command('cam-4', 'wrongPassword')
    expect((await probe(withPassword(rtsp.sub, credentials))).stderr).toContain('401 Unauthorized')
    await cameras.command('cam-4', 'restore')
    expect((await probe(withPassword(rtsp.sub, credentials))).code).toBe(0)
  })

  test('an unknown camera is refused', async () => {
    await expect(cameras.command('cam-9', 'drop')).rejects.toThrow('no camera cam-9')
  })
})
