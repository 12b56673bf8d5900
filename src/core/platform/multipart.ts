/** One part of a multipart body. */
export interface MultipartPart {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

export interface MultipartLimits {
  /** Longest body of a part, bytes. */
  readonly partMostBytes: number
  /**
   * Whether the text that came so far is a whole part. Without it, and without a length, a part ends where the next one
   * begins, which in an endless stream may be minutes later.
   */
  readonly isWhole?: (text: string) => boolean
}

/** Bytes that are no multipart, or more of them than the limits allow. */
export class MultipartError extends Error {}

const headersMostBytes = 16 * 1024
const newline = 0x0a
const dash = 0x2d

/** The boundary that a `Content-Type: multipart/…` header names; null when it names none. */
export function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType)
  return match?.[1] ?? match?.[2] ?? null
}

/**
 * Cuts multipart bodies into parts as their bytes arrive, in whatever pieces. Made for devices: a missing end mark, a
 * boundary named with its dashes or not at all, LF alone, and lengths that are wrong for text are taken as meant.
 */
export class MultipartParser {
  readonly #limits: MultipartLimits
  /** The boundary without its leading dashes; null until the first line that begins with two shows it. */
  #core: Buffer | null
  #held: Buffer = Buffer.alloc(0)
  /** Headers of the part whose body is being read; null between parts. */
  #headers: ReadonlyMap<string, string> | null = null
  #isInHeaders = false
  /** How much of the body was looked through for the next boundary. */
  #searched = 0

  /** @param boundary as the header names it; null when it names none */
  constructor(boundary: string | null, limits: MultipartLimits) {
    const core = boundary?.replace(/^-+/, '') ?? ''
    this.#core = core === '' ? null : Buffer.from(core, 'latin1')
    this.#limits = limits
  }

  /** Takes the next bytes; gives the parts that they complete. @throws MultipartError */
  push(chunk: Uint8Array): MultipartPart[] {
    this.#held = this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk])
    const parts: MultipartPart[] = []
    while (this.#step(parts));
    return parts
  }

  /** The body ended; gives the part that no end mark closed. */
  end(): MultipartPart[] {
    if (this.#headers === null) return []
    const part = { headers: this.#headers, body: this.#held }
    this.#headers = null
    this.#held = Buffer.alloc(0)
    return part.body.length === 0 ? [] : [part]
  }

  /** Goes one state on; false when more bytes are needed. */
  #step(parts: MultipartPart[]): boolean {
    if (this.#headers !== null) return this.#readBody(parts, this.#headers)
    return this.#isInHeaders ? this.#readHeaders() : this.#findDelimiter()
  }

  #findDelimiter(): boolean {
    if (this.#core === null && !this.#learnBoundary()) return false
    const found = this.#delimiter(0)
    if (found === null) {
      // Nothing before a boundary is of use; what may be the beginning of one stays.
      const keep = (this.#core?.length ?? 0) + 256
      if (this.#held.length > keep) this.#held = this.#held.subarray(-keep)
      return false
    }
    this.#held = this.#held.subarray(found.next)
    this.#isInHeaders = true
    return true
  }

  /** @returns whether the boundary is known now */
  #learnBoundary(): boolean {
    const text = this.#held.subarray(0, headersMostBytes).toString('latin1')
    const core = /(?:^|\n)--+([^\r\n-][^\r\n]*?)\r?\n/.exec(text)?.[1]
    if (core !== undefined) this.#core = Buffer.from(core.trimEnd(), 'latin1')
    else if (this.#held.length > headersMostBytes) throw new MultipartError('no boundary')
    return core !== undefined
  }

  #readHeaders(): boolean {
    const text = this.#held.subarray(0, headersMostBytes).toString('latin1')
    const match = /^(?:\r?\n|[^]*?\r?\n\r?\n)/.exec(text)
    if (match === null) {
      if (this.#held.length > headersMostBytes) throw new MultipartError('headers of a part too long')
      return false
    }
    this.#held = this.#held.subarray(match[0].length)
    this.#headers = headersIn(match[0])
    this.#isInHeaders = false
    this.#searched = 0
    return true
  }

  #readBody(parts: MultipartPart[], headers: ReadonlyMap<string, string>): boolean {
    const length = lengthIn(headers)
    if (length !== null && length > this.#limits.partMostBytes) throw new MultipartError('part too long')
    const isText = !/^(?:image|video|audio|application\/octet-stream)/i.test(
      headers.get('content-type') ?? '',
    )
    // A picture may hold any bytes: its length counts. Of text the next boundary does: some firmware counts wrong.
    if (!isText && length !== null) return this.#bodyOfLength(parts, headers, length)
    const found = this.#delimiter(Math.max(0, this.#searched))
    if (found !== null) {
      this.#finish(parts, headers, this.#held.subarray(0, found.bodyEnd))
      this.#held = this.#held.subarray(found.next)
      this.#isInHeaders = true
      return true
    }
    if (this.#held.length > this.#limits.partMostBytes) throw new MultipartError('part too long')
    if (isText && length !== null && this.#held.length >= length && this.#isWhole(length)) {
      return this.#bodyOfLength(parts, headers, length)
    }
    if (isText && length === null && this.#isWhole(this.#held.length)) {
      return this.#bodyOfLength(parts, headers, this.#held.length)
    }
    // A boundary may have begun in the last bytes: its line is looked at again with the next ones.
    this.#searched = Math.max(0, this.#held.lastIndexOf(newline) - 1)
    return false
  }

  #isWhole(length: number): boolean {
    const { isWhole } = this.#limits
    return isWhole === undefined ? false : isWhole(this.#held.toString('utf8', 0, length))
  }

  #bodyOfLength(parts: MultipartPart[], headers: ReadonlyMap<string, string>, length: number): boolean {
    if (this.#held.length < length) return false
    this.#finish(parts, headers, this.#held.subarray(0, length))
    this.#held = this.#held.subarray(length)
    return true
  }

  #finish(parts: MultipartPart[], headers: ReadonlyMap<string, string>, body: Buffer): void {
    this.#headers = null
    parts.push({ headers, body: Buffer.from(body) })
  }

  /** The next line that is the boundary with its dashes, from `from`; null when there is none, or it is not whole yet. */
  #delimiter(from: number): { readonly bodyEnd: number; readonly next: number } | null {
    const core = this.#core
    if (core === null) return null
    for (let at = this.#held.indexOf(core, from); at !== -1; at = this.#held.indexOf(core, at + 1)) {
      let start = at
      while (start > 0 && this.#held[start - 1] === dash) start--
      if (at - start < 2 || (start > 0 && this.#held[start - 1] !== newline)) continue
      const lineEnd = this.#held.indexOf(newline, at + core.length)
      if (lineEnd === -1) return null
      const rest = this.#held.toString('latin1', at + core.length, lineEnd).trim()
      if (rest !== '' && rest !== '--') continue
      return { bodyEnd: withoutLineEnd(this.#held, start), next: lineEnd + 1 }
    }
    return null
  }
}

/** The line end before a boundary belongs to the boundary. */
function withoutLineEnd(bytes: Buffer, end: number): number {
  if (end === 0 || bytes[end - 1] !== newline) return end
  return end > 1 && bytes[end - 2] === 0x0d ? end - 2 : end - 1
}

function headersIn(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  return headers
}

function lengthIn(headers: ReadonlyMap<string, string>): number | null {
  const text = headers.get('content-length')
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null
}
