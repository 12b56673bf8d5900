const maxHeadBytes = 16 * 1024
const maxBodyBytes = 64 * 1024

export interface RtspRequest {
  method: string
  /** As sent; `*` or an absolute URL. */
  uri: string
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>
  body: Buffer
}

export type RtspInput =
  | { kind: 'request'; request: RtspRequest }
  | { kind: 'interleaved'; channel: number; payload: Buffer }
  /** The stream cannot be read any further. */
  | { kind: 'bad'; reason: string }

/** Takes requests and interleaved packets (RFC 2326 §10.12) out of what a client sends, in whatever pieces it comes. */
export class RtspReader {
  #pending: Buffer = Buffer.alloc(0)
  #broken = false

  push(chunk: Buffer): RtspInput[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    const inputs: RtspInput[] = []
    while (!this.#broken && this.#pending.length > 0) {
      const input = this.#pending[0] === 0x24 ? this.#readInterleaved() : this.#readRequest()
      if (!input) break
      if (input.kind === 'bad') this.#broken = true
      inputs.push(input)
    }
    return inputs
  }

  #readInterleaved(): RtspInput | undefined {
    if (this.#pending.length < 4) return undefined
    const end = 4 + this.#pending.readUInt16BE(2)
    if (this.#pending.length < end) return undefined
    const payload = this.#pending.subarray(4, end)
    const channel = this.#pending[1] ?? 0
    this.#pending = this.#pending.subarray(end)
    return { kind: 'interleaved', channel, payload }
  }

  #readRequest(): RtspInput | undefined {
    const headEnd = this.#pending.indexOf('\r\n\r\n')
    if (headEnd < 0 || headEnd > maxHeadBytes)
      return this.#pending.length > maxHeadBytes ? { kind: 'bad', reason: 'head too long' } : undefined
    const [first = '', ...lines] = this.#pending.toString('utf8', 0, headEnd).split('\r\n')
    const match = /^([A-Z_]{1,32}) (\S{1,2000}) RTSP\/1\.\d$/.exec(first)
    if (!match) return { kind: 'bad', reason: 'no RTSP request line' }
    const headers = new Map<string, string>()
    for (const line of lines) {
      const colon = line.indexOf(':')
      if (colon < 1) return { kind: 'bad', reason: 'header without colon' }
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
    }
    const bodyBytes = Number(headers.get('content-length') ?? 0)
    if (!Number.isInteger(bodyBytes) || bodyBytes < 0 || bodyBytes > maxBodyBytes)
      return { kind: 'bad', reason: 'impossible Content-Length' }
    const end = headEnd + 4 + bodyBytes
    if (this.#pending.length < end) return undefined
    const body = this.#pending.subarray(headEnd + 4, end)
    this.#pending = this.#pending.subarray(end)
    return { kind: 'request', request: { method: match[1] ?? '', uri: match[2] ?? '', headers, body } }
  }
}

const reasons = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  457: 'Invalid Range',
  461: 'Unsupported Transport',
  500: 'Internal Server Error',
  501: 'Not Implemented',
} as const

export type RtspStatus = keyof typeof reasons

export interface RtspResponse {
  status: RtspStatus
  headers?: Readonly<Record<string, string>>
  body?: string
}

export function formatResponse(response: RtspResponse, cseq: string | undefined): Buffer {
  const body = Buffer.from(response.body ?? '')
  const headers: Record<string, string> = {
    ...(cseq === undefined ? {} : { CSeq: cseq }),
    Date: new Date().toUTCString(),
    ...response.headers,
    ...(body.length > 0 ? { 'Content-Length': String(body.length) } : {}),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `RTSP/1.0 ${response.status} ${reasons[response.status]}\r\n${lines.join('')}\r\n`
  return Buffer.concat([Buffer.from(head), body])
}
