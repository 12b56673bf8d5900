import { expect, test } from 'vitest'
import { liveArguments, liveInput } from './ffmpeg-arguments.ts'

const guard = { user: 'guard', password: 's3cret' }

test('the command line copies video to fragmented MP4 on stdout and knows no camera', () => {
  expect(liveArguments().join(' ')).toBe(
    '-nostdin -hide_banner -nostats -loglevel warning ' +
      '-f concat -safe 0 -protocol_whitelist pipe,rtsp,rtp,udp,tcp,tls -fpsprobesize 0 -i pipe:0 ' +
      '-map 0:v:0 -c copy -copyinkf -an ' +
      '-f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof+skip_trailer -frag_duration 200000 ' +
      '-flush_packets 1 pipe:1',
  )
})

test.each([
  ['plain', 'rtsp://10.0.0.9/main', null, 'rtsp://10.0.0.9/main'],
  ['port and query', 'rtsp://10.0.0.9:8554/ch1?subtype=1', null, 'rtsp://10.0.0.9:8554/ch1?subtype=1'],
  ['with a user', 'rtsp://10.0.0.9/main', guard, 'rtsp://guard:s3cret@10.0.0.9/main'],
  ['IPv6', 'rtsp://[fd00::9]:554/main', guard, 'rtsp://guard:s3cret@[fd00::9]:554/main'],
  ['secure', 'rtsps://10.0.0.9/main', guard, 'rtsps://guard:s3cret@10.0.0.9/main'],
  [
    'a password of signs',
    'rtsp://10.0.0.9/main',
    { user: 'guard', password: `p@s:s/w'ö#?%` },
    'rtsp://guard:p%40s%3As%2Fw%27%C3%B6%23%3F%25@10.0.0.9/main',
  ],
  ['a quote in the path', `rtsp://10.0.0.9/it's`, null, 'rtsp://10.0.0.9/it%27s'],
])('address: %s', (_, url, credentials, address) => {
  expect(liveInput({ url, transport: 'tcp', credentials }).split('\n')[1]).toBe(`file '${address}'`)
})

test.each([
  ['tcp', 'tcp'],
  ['udp', 'udp'],
  ['multicast', 'udp_multicast'],
] as const)('transport %s is asked for', (transport, word) => {
  expect(liveInput({ url: 'rtsp://10.0.0.9/', transport, credentials: null })).toContain(
    `\noption rtsp_transport ${word}\noption timeout 10000000\n`,
  )
})

test('nothing in an address can add a line to the script', () => {
  const script = liveInput({ url: 'rtsp://10.0.0.9/a\noption x y', transport: 'tcp', credentials: null })
  expect(script.split('\n')).toHaveLength(7)
})
