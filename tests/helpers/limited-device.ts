import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

export interface RtspDoor extends AsyncDisposable {
  /** `rtsp://127.0.0.1:PORT` */
  readonly url: string
  /** Connections that came so far. */
  readonly connections: number
}

/** What is said to a request: status with further headers, and a description of the stream. */
type Answer = (request: { method: string; authorization: string }) => { status: string; body?: string }

/** A door of a device that says no: no camera behind it, only RTSP's words. */
export function startRefusingDevice(answer: Answer): Promise<RtspDoor> {
  return startDoor(socket => speak(socket, answer))
}

/**
 * A device with so many connections and no more: those it has are passed on to the server at `url`, others are told
 * 401, as devices do that have run out (complaint 9).
 */
export function startLimitedDevice(url: string, most: number): Promise<RtspDoor> {
  let open = 0
  return startDoor(socket => {
    if (open >= most) {
      const challenge = 'WWW-Authenticate: Digest realm="device", nonce="0123456789"'
      speak(socket, () => ({ status: `401 Unauthorized\r\n${challenge}` }))
      return
    }
    open++
    const behind = connect(Number(new URL(url).port), '127.0.0.1')
    socket.pipe(behind).pipe(socket)
    socket.on('close', () => {
      open--
      behind.destroy()
    })
    behind.on('error', () => socket.destroy())
  })
}

async function startDoor(serve: (socket: Socket) => void): Promise<RtspDoor> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(socket => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    serve(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function speak(socket: Socket, answer: Answer): void {
  let waiting = ''
  socket.setEncoding('latin1')
  socket.on('data', chunk => {
    waiting += String(chunk)
    for (let end = waiting.indexOf('\r\n\r\n'); end >= 0; end = waiting.indexOf('\r\n\r\n')) {
      const [first = '', ...headers] = waiting.slice(0, end).split('\r\n')
      waiting = waiting.slice(end + 4)
      const header = (name: string) =>
        headers
          .find(line => line.toLowerCase().startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim() ?? ''
      const [method = ''] = first.split(' ')
      const { status, body = '' } = answer({ method, authorization: header('authorization') })
      const type = body === '' ? '' : `Content-Type: application/sdp\r\nContent-Length: ${body.length}\r\n`
      socket.write(`RTSP/1.0 ${status}\r\nCSeq: ${header('cseq')}\r\n${type}\r\n${body}`)
    }
  })
}

const description = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=control:trackID=0',
  '',
].join('\r\n')

/** What a device answers that has a stream, up to the request that it refuses with `status`. */
export function refusesAt(method: string, status: string): Answer {
  return request => {
    if (request.method === method) return { status }
    if (request.method === 'DESCRIBE') return { status: '200 OK', body: description }
    return { status: '200 OK\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY' }
  }
}
