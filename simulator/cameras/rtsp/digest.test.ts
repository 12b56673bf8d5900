import { expect, test } from 'vitest'
import { DigestRealm, digestResponse, parseDigest } from './digest.ts'

const guard = { user: 'guard', password: 's3cret' }

function authorize(challenge: string, credentials = guard, method = 'DESCRIBE'): string {
  const parameters = parseDigest(challenge)
  const [realm, nonce] = [parameters?.get('realm') ?? '', parameters?.get('nonce') ?? '']
  const uri = 'rtsp://127.0.0.1/cam-4/main'
  const response = digestResponse(credentials, { realm, nonce, method, uri })
  return `Digest username="${credentials.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`
}

test('computes the example of RFC 2617 §3.5', () => {
  const response = digestResponse(
    { user: 'Mufasa', password: 'Circle Of Life' },
    {
      realm: 'testrealm@host.com',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      method: 'GET',
      uri: '/dir/index.html',
      qop: 'auth',
      nc: '00000001',
      cnonce: '0a4f113b',
    },
  )
  expect(response).toBe('6629fae49393a05397450978507c4ef1')
})

test('accepts the right password, and only for the method it was made for', () => {
  const realm = new DigestRealm('school camera')
  const header = authorize(realm.challenge())
  expect(realm.verify(header, 'DESCRIBE', guard)).toBe('accepted')
  expect(realm.verify(header, 'PLAY', guard)).toBe('refused')
})

test('refuses a wrong password, another user, a foreign nonce, another scheme and nothing at all', () => {
  const realm = new DigestRealm('school camera')
  const headers = [
    authorize(realm.challenge(), { ...guard, password: 'guess' }),
    authorize(realm.challenge(), { ...guard, user: 'admin' }),
    authorize(new DigestRealm('school camera').challenge()),
    'Basic Z3VhcmQ6czNjcmV0',
    'Digest',
    undefined,
  ]
  expect(headers.map(header => realm.verify(header, 'DESCRIBE', guard))).toEqual(headers.map(() => 'refused'))
})

test('calls an old nonce stale instead of refusing the password', () => {
  let nowMs = 1_000
  const realm = new DigestRealm('school camera', false, () => nowMs)
  const header = authorize(realm.challenge())
  nowMs += 6 * 60_000
  expect(realm.verify(header, 'DESCRIBE', guard)).toBe('stale')
  expect(realm.challenge(true)).toContain('stale="TRUE"')
})
