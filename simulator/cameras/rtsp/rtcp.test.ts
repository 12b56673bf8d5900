import { expect, test } from 'vitest'
import { senderReport } from './rtcp.ts'

test('a sender report ties the media clock to the wall clock', () => {
  const packet = senderReport({
    ssrc: 0x01020304,
    wallClockMs: Date.UTC(2026, 10, 22, 3, 0, 0, 500),
    rtpTimestamp: 90_000,
    packetCount: 7,
    octetCount: 4096,
    cname: 'cam-1',
  })
  // NTP seconds of 2026-11-22T03:00:00Z and half a second.
  const ntp = (Date.UTC(2026, 10, 22, 3) / 1000 + 2_208_988_800).toString(16)
  const report = `80c8000601020304${ntp}8000000000015f900000000700001000`
  const description = '81ca0003010203040105' + Buffer.from('cam-1').toString('hex') + '00'
  expect(packet.toString('hex')).toBe(report + description)
})
