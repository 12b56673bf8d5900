import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { passwordDigest, TokenCheck } from './security.ts'

const guard = { user: 'guard', password: 's3cret' }
const nowMs = Date.UTC(2026, 10, 22, 3, 0, 0)

function header(password: string, createdMs: number, nonce = randomBytes(16)): Record<string, unknown> {
  const created = new Date(createdMs).toISOString()
  const type =
    'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest'
  const digest = passwordDigest(nonce, created, password)
  const token = {
    Username: 'guard',
    Password: { '#text': digest, '@_Type': type },
    Nonce: nonce.toString('base64'),
    Created: created,
  }
  return { Security: { UsernameToken: token } }
}

test("computes the example of the ONVIF Application Programmer's Guide", () => {
  const nonce = Buffer.from('LKqI6G/AikKCQrN0zqZFlg==', 'base64')
  expect(passwordDigest(nonce, '2010-09-16T07:50:45Z', 'userpassword')).toBe('tuOSpGlFlIXsozq4HFNeeGeFLEI=')
})

test('accepts a fresh token with the right password, once', () => {
  const check = new TokenCheck()
  const token = header('s3cret', nowMs - 3_000)
  check.verify(token, guard, nowMs)
  expect(() => check.verify(token, guard, nowMs + 1_000)).toThrow('Token used before')
})

test.each([
  ['wrong password', header('guess', nowMs), 'Wrong user name or password'],
  ['clock 25 s apart', header('s3cret', nowMs - 25_000), 'outside the time window'],
  ['no token', {}, 'No complete UsernameToken'],
  ['text instead of header', { Security: 'x' }, 'No complete UsernameToken'],
])('refuses: %s', (_, token, message) => {
  expect(() => new TokenCheck().verify(token, guard, nowMs)).toThrow(message)
})
