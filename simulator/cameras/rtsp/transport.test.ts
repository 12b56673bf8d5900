import { expect, test } from 'vitest'
import { chooseTransport, formatTransport } from './transport.ts'

test.each([
  ['RTP/AVP/TCP;unicast;interleaved=2-3', { kind: 'tcp', rtpChannel: 2, rtcpChannel: 3 }],
  ['RTP/AVP/TCP;unicast', { kind: 'tcp', rtpChannel: 8, rtcpChannel: 9 }],
  ['RTP/AVP/UDP;unicast;client_port=5000-5001', { kind: 'udp', rtpPort: 5000, rtcpPort: 5001 }],
  ['RTP/AVP;multicast, RTP/AVP;unicast;client_port=6000', { kind: 'udp', rtpPort: 6000, rtcpPort: 6001 }],
  ['RTP/AVP;multicast', undefined],
  ['RTP/SAVP;unicast;client_port=5000-5001', undefined],
  ['RTP/AVP;unicast;client_port=70000-70001', undefined],
  ['RTP/AVP;unicast', undefined],
  ['', undefined],
])('%s', (header, expected) => {
  expect(chooseTransport(header, 8)).toEqual(expected)
})

test('the answer names the ports of both sides', () => {
  const udp = { kind: 'udp', rtpPort: 5000, rtcpPort: 5001 } as const
  expect(formatTransport(udp, 0xabc, [7000, 7001])).toBe(
    'RTP/AVP;unicast;client_port=5000-5001;server_port=7000-7001;ssrc=00000ABC',
  )
})
