import { expect, test } from 'vitest'
import { certificateOf } from './certificates.ts'

const guard = (validTo?: string) => ({
  roles: ['nightGuard' as const],
  ...(validTo === undefined ? {} : { certificate: { number: '3101', validTo } }),
})
const at = (text: string) => Date.parse(text)

test('a certificate is good through its last day in Beijing time', () => {
  const lastDay = guard('2026-11-22')
  expect(certificateOf(lastDay, at('2026-11-22T23:59:59+08:00')).kind).toBe('expiring')
  expect(certificateOf(lastDay, at('2026-11-23T00:00:00+08:00')).kind).toBe('expired')
})

test('it is said sixty days before', () => {
  expect(certificateOf(guard('2027-01-21'), at('2026-11-22T08:00:00+08:00'))).toMatchObject({
    kind: 'expiring',
    days: 60,
  })
  expect(certificateOf(guard('2027-01-22'), at('2026-11-22T08:00:00+08:00')).kind).toBe('valid')
})

test('guards need one, others do not', () => {
  const nowMs = at('2026-11-22T08:00:00+08:00')
  expect(certificateOf(guard(), nowMs).kind).toBe('missing')
  expect(certificateOf({ roles: ['principal'] }, nowMs).kind).toBe('not-needed')
})
