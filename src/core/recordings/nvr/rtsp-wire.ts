/** One RTSP message (RFC 2326), request or answer. */
export interface RtspMessage {
  /** `PLAY rtsp://… RTSP/1.0` or `RTSP/1.0 200 OK`. */
  readonly startLine: string
  /** As sent and in order; a name may come twice. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
}

export type RtspItem =
  | { readonly kind: 'message'; readonly message: RtspMessage }
  /** RTP or RTCP inside the connection (§10.12); `bytes` with the four bytes before it. */
  | { readonly kind: 'packet'; readonly channel: number; readonly bytes: Buffer; readonly payload: Buffer }

/** What came is no RTSP. */
export class RtspWireError extends Error {}

const longestHead = 32 * 1024
const longestBody = 256 * 1024
const dollar = 0x24
const packetHeaderBytes = 4

/** Takes messages and packets out of a connection, however the bytes are chunked. */
export class RtspWireReader {
  #pending: Buffer = Buffer.alloc(0)

  /** @throws RtspWireError after which the reader is of no use */
  push(chunk: Buffer): RtspItem[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    const items: RtspItem[] = []
    for (;;) {
      const item = this.#pending[0] === dollar ? this.#packet() : this.#message()
      if (item === null) return items
      items.push(item)
    }
  }

  #packet(): RtspItem | null {
    if (this.#pending.length < packetHeaderBytes) return null
    const end = packetHeaderBytes + this.#pending.readUInt16BE(2)
    if (this.#pending.length < end) return null
    const bytes = this.#pending.subarray(0, end)
    this.#pending = this.#pending.subarray(end)
    return { kind: 'packet', channel: bytes.readUInt8(1), bytes, payload: bytes.subarray(packetHeaderBytes) }
  }

  #message(): RtspItem | null {
    const headEnd = this.#pending.indexOf('\r\n\r\n')
    if (headEnd < 0 && this.#pending.length <= longestHead) return null
    if (headEnd < 0 || headEnd > longestHead) throw new RtspWireError('no end of an RTSP head')
    const [startLine = '', ...lines] = this.#pending.toString('utf8', 0, headEnd).trimStart().split('\r\n')
    if (!/\bRTSP\/1\.\d\b/.test(startLine)) throw new RtspWireError('not an RTSP message')
    const headers = lines.flatMap((line): [string, string][] => {
      const colon = line.indexOf(':')
      return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]]
    })
    const length = Number(headerOf({ headers }, 'content-length') ?? 0)
    if (!Number.isInteger(length) || length < 0 || length > longestBody)
      throw new RtspWireError('an impossible Content-Length')
    const end = headEnd + 4 + length
    if (this.#pending.length < end) return null
    const body = this.#pending.subarray(headEnd + 4, end)
    this.#pending = this.#pending.subarray(end)
    return { kind: 'message', message: { startLine, headers, body } }
  }
}

/** The first header of a name. */
export function headerOf({ headers }: Pick<RtspMessage, 'headers'>, name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
}

/** The message with headers replaced; null takes one away. */
export function withHeaders(
  message: RtspMessage,
  changes: Readonly<Record<string, string | null>>,
): RtspMessage {
  const changed = new Set(Object.keys(changes).map(name => name.toLowerCase()))
  const kept = message.headers.filter(([name]) => !changed.has(name.toLowerCase()))
  const added = Object.entries(changes).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  )
  return { ...message, headers: [...kept, ...added] }
}

export function formatMessage({ startLine, headers, body }: RtspMessage): Buffer {
  const head = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'utf8'), body])
}

/** Status of an answer; 0 for a request. */
export function statusOf({ startLine }: RtspMessage): number {
  return Number(/^RTSP\/1\.\d (\d{3})/.exec(startLine)?.[1] ?? 0)
}
