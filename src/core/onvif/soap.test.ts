import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OnvifError } from './errors.ts'
import { readAnswer, usernameToken } from './soap.ts'
import { escapeXml, parseXml, text } from './xml.ts'

test('the token bears the given time and a user with any signs; never the password', () => {
  const header = usernameToken({ user: 'a<b>&"校', password: 'geheim' }, Date.UTC(2026, 10, 22, 3, 0, 0, 7))
  expect(header).toContain('<wsu:Created>2026-11-22T03:00:00.007Z</wsu:Created>')
  expect(header).toContain('<wsse:Username>a&lt;b&gt;&amp;&quot;校</wsse:Username>')
  expect(header).not.toContain('geheim')
})

test('any text goes through XML and back', () => {
  const printable = fc
    .string({ unit: fc.constantFrom('a', 'é', '中', '<', '>', '&', '"', "'", '0', ' ', ']') })
    .filter(value => value.trim() === value && value !== '')
  fc.assert(
    fc.property(printable, value => {
      expect(text(parseXml(`<a><b>${escapeXml(value)}</b></a>`) ?? {}, 'a', 'b')).toBe(value)
    }),
  )
})

test('whatever bytes a device sends, it is an answer or an OnvifError', () => {
  const piece = fc.constantFrom(
    '<s:Envelope>',
    '<s:Body>',
    '</s:Body>',
    '</s:Envelope>',
    '<s:Fault>',
    '<x/>',
    '&#1;',
    '<![CDATA[',
    '<!--',
    '\u0000',
    'ü',
    '<__proto__>',
  )
  fc.assert(
    fc.property(fc.array(piece), fc.constantFrom(200, 400, 401, 404, 500), (pieces, status) => {
      try {
        readAnswer(status, pieces.join(''))
      } catch (error) {
        expect(error).toBeInstanceOf(OnvifError)
      }
    }),
    { numRuns: 500 },
  )
})
