import { describe, expect, test } from 'vitest'
import { authorization, parseChallenges, type DigestRequest } from './http-digest.ts'

/** RFC 7616 §3.9.1. */
const rfcHeader = [
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, ',
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", ',
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, ',
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
].join('')
const rfcRequest: DigestRequest = {
  user: 'Mufasa',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  nonceCount: 1,
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
}

function responses(header: string, request: DigestRequest): (string | undefined)[] {
  return parseChallenges(header).map(each => /response="(\w+)"/.exec(authorization(each, request))?.[1])
}

describe('digest', () => {
  test('the examples of RFC 7616 come out, the stronger first', () => {
    expect(responses(rfcHeader, rfcRequest)).toEqual([
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
      '8ca523f5e9506fed4657c9700eebdbec',
    ])
  })

  test('the example of RFC 2617', () => {
    const header =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    const request = { ...rfcRequest, password: 'Circle Of Life', clientNonce: '0a4f113b' }
    expect(responses(header, request)).toEqual(['6629fae49393a05397450978507c4ef1'])
  })

  test('the header is written as servers read it', () => {
    const [challenge] = parseChallenges('Digest realm="a \\"b\\"", nonce="n1", algorithm=MD5, stale=TRUE')
    expect(challenge).toEqual({
      realm: 'a "b"',
      nonce: 'n1',
      algorithm: 'MD5',
      qopAuth: false,
      opaque: null,
      stale: true,
    })
    expect(authorization(challenge!, { ...rfcRequest, user: 'guard' })).toMatch(
      /^Digest username="guard", realm="a \\"b\\"", nonce="n1", uri="\/dir\/index\.html", algorithm=MD5, response="[0-9a-f]{32}"$/,
    )
  })

  test.each([
    '',
    'Basic realm="x"',
    'Digest realm="x"',
    'Digest realm="x", nonce="y", algorithm=SHA-512-256',
    'Digest realm="x", nonce="y", qop="auth-int"',
    '=,"',
  ])('%j offers nothing', header => {
    expect(parseChallenges(header)).toEqual([])
  })

  test('other schemes beside it do no harm', () => {
    const header = 'Negotiate, Basic realm="b", Digest nonce="n", realm="r", qop=auth, NTLM'
    expect(parseChallenges(header)).toMatchObject([{ realm: 'r', nonce: 'n', qopAuth: true }])
  })
})
