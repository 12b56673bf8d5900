import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { RecorderLine, type RelayEnd } from './recorder-line.ts'
import type { ReplayRequest } from './replay-request.ts'
import { formatMessage, RtspWireReader, type RtspItem } from './rtsp-wire.ts'

/**
 * A way to the recorder for one ffmpeg. ffmpeg cannot say from which moment on it wants a replay (`Range: clock`,
 * `Require: onvif-replay`) and does not read the recorded time of a frame (RTP extension 0xABAC); the relay adds the
 * one and reads the other. It also keeps the password away from ffmpeg. Nobody but the first who knows the random path
 * gets in.
 */
export interface ReplayRelay extends AsyncDisposable {
  /** For ffmpeg, over TCP. */
  readonly url: string
  /** When the first frame was taken, by the recorder's clock: by the frame itself, else by the recorder's answer; null when it said neither. */
  firstFrameMs(): number | null
  /** Why it ended; null while it goes on. */
  end(): RelayEnd | null
}

const dialWithinMs = 8_000
const mostWaitingBytes = 8 * 1024 * 1024

/** Opens the relay; the recorder is dialled when ffmpeg comes. */
export async function openReplayRelay(request: ReplayRequest): Promise<ReplayRelay> {
  const path = `/${randomBytes(16).toString('hex')}`
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const line = new RecorderLine({ ...request, localUrl: url })
  server.on('connection', client => {
    sockets.add(client)
    client.on('error', () => {})
    takeFirst(client, path, () => {
      // One guest is enough: whoever comes later finds nobody at home.
      server.close()
      const recorder = dial(request.url, line)
      sockets.add(recorder)
      join(client, recorder, line)
    })
  })
  return {
    url,
    firstFrameMs: () => line.firstFrameMs,
    end: () => line.end,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await closed(server)
    },
  }
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return
  const gone = once(server, 'close')
  server.close()
  await gone
}

/** Lets in who asks for the path; the bytes read for that go on to the relay. */
function takeFirst(client: Socket, path: string, letIn: () => void): void {
  client.once('data', chunk => {
    if (!chunk.toString('latin1', 0, 200).includes(path)) {
      client.destroy()
      return
    }
    letIn()
    client.emit('data', chunk)
  })
}

function dial(url: string, line: RecorderLine): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect({
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port === '' ? 554 : Number(port),
    noDelay: true,
  })
  socket.setTimeout(dialWithinMs, () => {
    line.ends('unreachable', 'no answer in time')
    socket.destroy()
  })
  socket.once('connect', () => socket.setTimeout(0))
  return socket
}

function join(client: Socket, recorder: Socket, line: RecorderLine): void {
  const [fromClient, fromRecorder] = [new RtspWireReader(), new RtspWireReader()]
  const reading = (reader: RtspWireReader, take: (item: RtspItem) => void) => (chunk: Buffer) => {
    try {
      for (const item of reader.push(chunk)) take(item)
    } catch (error) {
      line.ends('unreachable', error instanceof Error ? error.message : String(error))
      client.destroy()
      recorder.destroy()
    }
  }
  client.on(
    'data',
    reading(fromClient, item => {
      // Reports of the receiver go on as they are.
      recorder.write(item.kind === 'packet' ? item.bytes : formatMessage(line.request(item.message)))
    }),
  )
  recorder.on(
    'data',
    reading(fromRecorder, item => {
      if (line.end !== null) return
      if (item.kind === 'message') {
        const { toClient, toRecorder, packets } = line.answer(item.message)
        if (toRecorder !== null) recorder.write(formatMessage(toRecorder))
        if (toClient !== null) client.write(formatMessage(toClient))
        for (const packet of packets) forward(client, recorder, packet.bytes)
      } else if (line.passes(item)) forward(client, recorder, item.bytes)
      // Behind a hole begins another stretch, and a refusal is final: ffmpeg finds an end and closes its file.
      if (line.end !== null) client.end()
    }),
  )
  recorder.on('error', error => line.ends('unreachable', error.message))
  recorder.on('close', () => {
    line.ends('hung-up', 'the recorder hung up')
    client.end()
  })
  client.on('close', () => recorder.destroy())
}

/** A recorder that sends faster than it plays must not fill the memory. */
function forward(client: Socket, recorder: Socket, bytes: Buffer): void {
  client.write(bytes)
  if (client.writableLength < mostWaitingBytes || recorder.isPaused()) return
  recorder.pause()
  client.once('drain', () => recorder.resume())
}
