import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundaryOf, MultipartError, MultipartParser, type MultipartPart } from './multipart.ts'

const limits = { partMostBytes: 100_000 }

const texts = (parts: readonly MultipartPart[]): string[] => parts.map(part => part.body.toString('utf8'))

function parsed(boundary: string | null, pieces: readonly Uint8Array[]): MultipartPart[] {
  const parser = new MultipartParser(boundary, limits)
  return [...pieces.flatMap(piece => parser.push(piece)), ...parser.end()]
}

interface Sent {
  readonly type: string
  readonly body: Uint8Array
  readonly withLength: boolean
}

function encoded(boundary: string, parts: readonly Sent[], lineEnd: string, withEnd: boolean): Buffer {
  const pieces = parts.flatMap(({ type, body, withLength }) => {
    const length = withLength ? `Content-Length: ${body.length}${lineEnd}` : ''
    return [`--${boundary}${lineEnd}Content-Type: ${type}${lineEnd}${length}${lineEnd}`, body, lineEnd]
  })
  const end = withEnd ? [`--${boundary}--${lineEnd}`] : []
  return Buffer.concat([...pieces, ...end].map(piece => Buffer.from(piece as string)))
}

/** The bytes in pieces of the lengths given, over and over. */
function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const length = lengths[index % lengths.length]!
    pieces.push(bytes.subarray(at, at + length))
    at += length
  }
  return pieces
}

const boundaries = fc.constantFrom('boundary', '----WebKitFormBoundary7MA4YWxk', 'MIME_boundary', 'x')
const textPart = fc
  .string({ minLength: 1, unit: 'grapheme' })
  .filter(text => !/[\r\n]$/.test(text) && !/(?:^|\n)--/.test(text))
  .chain(text =>
    fc.boolean().map(withLength => ({ type: 'application/xml', body: Buffer.from(text), withLength })),
  )
/** A picture may hold the boundary itself: only its length tells where it ends. */
const picturePart = fc.tuple(fc.uint8Array({ maxLength: 60 }), boundaries).map(([bytes, inside]) => ({
  type: 'image/jpeg',
  body: Buffer.concat([bytes, Buffer.from(`\r\n--${inside}\r\n`), bytes]),
  withLength: true,
}))

describe('multipart in arbitrary pieces', () => {
  test('comes out as it was sent, whatever the pieces', () => {
    fc.assert(
      fc.property(
        boundaries,
        fc.array(fc.oneof(textPart, picturePart), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\r\n', '\n'),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
        (boundary, sent, lineEnd, withEnd, lengths) => {
          const told = parsed(boundary, cut(encoded(boundary, sent, lineEnd, withEnd), lengths))
          const bodies = told.map(part => part.body.toString('hex'))
          // Without an end mark the line end behind the last text cannot be told from its own.
          const last = bodies.at(-1) ?? ''
          const tail = Buffer.from(lineEnd).toString('hex')
          const isOpen = !withEnd && sent.at(-1)?.type !== 'image/jpeg' && last.endsWith(tail)
          if (isOpen) bodies[bodies.length - 1] = last.slice(0, -tail.length)
          expect(bodies).toEqual(sent.map(part => Buffer.from(part.body).toString('hex')))
        },
      ),
    )
  })

  test('rubbish never does more than raise a MultipartError', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 30 }), pieces => {
        let failure: unknown
        try {
          parsed('x', pieces)
        } catch (error) {
          failure = error
        }
        expect(failure === undefined || failure instanceof MultipartError).toBe(true)
      }),
    )
  })
})

describe('what devices do', () => {
  const body = '--MIME\r\nContent-Type: text/plain\r\n\r\none\r\n--MIME\r\n\r\ntwo\r\n--MIME--\r\n'

  test.each(['MIME', '--MIME', null])('the boundary is named as %j', boundary => {
    expect(texts(parsed(boundary, [Buffer.from(body)]))).toEqual(['one', 'two'])
  })

  test('a text that is whole is told before the next part begins', () => {
    const parser = new MultipartParser('b', { ...limits, isWhole: text => text.endsWith('</a>') })
    expect(parser.push(Buffer.from('--b\r\nContent-Type: application/xml\r\n\r\n<a>1</'))).toEqual([])
    expect(texts(parser.push(Buffer.from('a>')))).toEqual(['<a>1</a>'])
    expect(texts(parser.push(Buffer.from('\r\n--b\r\nContent-Length: 8\r\n\r\n<a>2</a>')))).toEqual([
      '<a>2</a>',
    ])
  })

  test('a length that is wrong for text does not swallow the next part', () => {
    const wrong =
      '--b\r\nContent-Type: text/xml\r\nContent-Length: 900\r\n\r\n<a/>\r\n--b\r\n\r\nnext\r\n--b--\r\n'
    expect(texts(parsed('b', [Buffer.from(wrong)]))).toEqual(['<a/>', 'next'])
  })

  test('what grows beyond the limits is refused', () => {
    const parser = new MultipartParser('b', { partMostBytes: 10 })
    expect(() => parser.push(Buffer.from(`--b\r\nContent-Length: 11\r\n\r\n`))).toThrow(MultipartError)
    const endless = new MultipartParser('b', { partMostBytes: 10 })
    expect(() => endless.push(Buffer.from(`--b\r\n\r\n${'a'.repeat(20)}`))).toThrow('part too long')
    const headers = new MultipartParser('b', limits)
    expect(() => headers.push(Buffer.from(`--b\r\nX: ${'a'.repeat(20_000)}`))).toThrow('too long')
  })

  test('a boundary is read from the header, quoted or not', () => {
    expect(boundaryOf('multipart/mixed; boundary=MIME_boundary')).toBe('MIME_boundary')
    expect(boundaryOf('multipart/form-data; charset=utf-8; Boundary="a b"')).toBe('a b')
    expect(boundaryOf('multipart/mixed')).toBeNull()
  })
})
