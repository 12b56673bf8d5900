import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SimCameras } from '../../simulator/cameras/index.ts'
import { startTestCameras, type TestCameras } from '../helpers/simulated-cameras.ts'

/** The corners of the cameras' RTSP that no ordinary client shows: byte by byte over a socket. */

let started: TestCameras
let cameras: SimCameras
let url: string

beforeAll(async () => {
  started = await startTestCameras(
    [
      {
        id: 'cam-5',
        name: '走道',
        scene: 'corridor',
        encoding: 'loop',
        rtspAuth: 'none',
        clockOffsetSeconds: 25,
      },
    ],
    { sessionTimeoutSeconds: 1 },
  )
  cameras = started.cameras
  url = cameras.list[0]?.rtsp.sub ?? ''
})

afterAll(() => started[Symbol.asyncDispose]())

/** A socket with what has come in so far. */
class Client implements Disposable {
  readonly #socket: Socket
  received = Buffer.alloc(0)
  ended = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk])
    })
    socket.on('close', () => {
      this.ended = true
    })
  }

  static async open(): Promise<Client> {
    const socket = connect(cameras.rtspPort, '127.0.0.1')
    await once(socket, 'connect')
    return new Client(socket)
  }

  write(text: string): void {
    this.#socket.write(text)
  }

  /** Sends a request and takes the head of the answer off what was received. */
  async ask(method: string, uri: string, headers = ''): Promise<string> {
    this.write(`${method} ${uri} RTSP/1.0\r\nCSeq: 5\r\n${headers}\r\n`)
    await vi.waitUntil(() => this.received.includes('\r\n\r\n'), { timeout: 5000 })
    const end = this.received.indexOf('\r\n\r\n') + 4
    const head = this.received.toString('latin1', 0, end)
    this.received = this.received.subarray(end)
    return head
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }
}

const session = (head: string): string => /^Session: (\w+)/m.exec(head)?.[1] ?? ''

test('answers with the status that says what was wrong', async () => {
  using client = await Client.open()
  const status = async (method: string, uri: string, headers?: string): Promise<string> =>
    (await client.ask(method, uri, headers)).split('\r\n')[0] ?? ''
  expect([
    await status('OPTIONS', '*'),
    await status('RECORD', url),
    await status('DESCRIBE', url.replace('cam-5', 'cam-9')),
    await status('SETUP', `${url}/trackID=1`, 'Transport: RTP/AVP;multicast\r\n'),
    await status('PLAY', url, 'Session: 00\r\n'),
    await status('GET_PARAMETER', url),
  ]).toEqual([
    'RTSP/1.0 200 OK',
    'RTSP/1.0 501 Not Implemented',
    'RTSP/1.0 404 Not Found',
    'RTSP/1.0 461 Unsupported Transport',
    'RTSP/1.0 454 Session Not Found',
    'RTSP/1.0 200 OK',
  ])
})

test('tells somebody who does not speak RTSP so, and hangs up', async () => {
  using client = await Client.open()
  client.write('GET / HTTP/1.1\r\n\r\n')
  await expect.poll(() => client.ended).toBe(true)
  expect(client.received.toString()).toContain('RTSP/1.0 400 Bad Request')
})

test('sends a report with the wall clock of the camera before the first picture, which is an IDR with its parameters', async () => {
  using client = await Client.open()
  const setup = await client.ask(
    'SETUP',
    `${url}/trackID=1`,
    'Transport: RTP/AVP/TCP;unicast;interleaved=4-5\r\n',
  )
  expect(setup).toContain('interleaved=4-5')
  await client.ask('PLAY', url, `Session: ${session(setup)}\r\n`)
  await expect.poll(() => client.received.length, { timeout: 3000 }).toBeGreaterThan(2000)
  const report = client.received.subarray(4)
  expect([client.received[0], client.received[1], report[1]]).toEqual([0x24, 5, 200])
  const wallClockMs = (report.readUInt32BE(8) - 2_208_988_800 + report.readUInt32BE(12) / 2 ** 32) * 1000
  expect(Math.abs(wallClockMs - 25_000 - Date.now())).toBeLessThan(2_000)
  const picture = client.received.subarray(4 + client.received.readUInt16BE(2))
  const [marker, channel] = picture
  expect([marker, channel]).toEqual([0x24, 4])
  // Sequence parameter set first (type 7), and the media clock within a second of the report.
  expect((picture[4 + 12] ?? 0) & 0x1f).toBe(7)
  expect(Math.abs((picture.readUInt32BE(4 + 4) - report.readUInt32BE(16)) | 0)).toBeLessThan(90_000)
})

test('pauses, goes on, and ends', async () => {
  using client = await Client.open()
  const setup = await client.ask(
    'SETUP',
    `${url}/trackID=1`,
    'Transport: RTP/AVP;unicast;client_port=9-10\r\n',
  )
  const own = `Session: ${session(setup)}\r\n`
  const first = async (method: string): Promise<string> => (await client.ask(method, url, own)).slice(9, 12)
  expect([await first('PAUSE'), await first('PLAY'), await first('PAUSE'), await first('PLAY')]).toEqual([
    '455',
    '200',
    '200',
    '200',
  ])
  expect(cameras.sessionCount).toBe(1)
  expect([await first('TEARDOWN'), await first('PLAY')]).toEqual(['200', '454'])
  expect(cameras.sessionCount).toBe(0)
})

test('ends a UDP session that gives no sign of life', async () => {
  using client = await Client.open()
  const setup = await client.ask(
    'SETUP',
    `${url}/trackID=1`,
    'Transport: RTP/AVP;unicast;client_port=9-10\r\n',
  )
  await client.ask('PLAY', url, `Session: ${session(setup)}\r\n`)
  expect(cameras.sessionCount).toBe(1)
  await expect.poll(() => cameras.sessionCount, { timeout: 5000 }).toBe(0)
})
