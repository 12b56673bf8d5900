import { expect, test } from 'vitest'
import { scrub } from './scrub.ts'

test.each([
  ['rtsp://guard:s3cret@10.0.0.9/main', 'rtsp://***@10.0.0.9/main'],
  ['rtsp://guard:s3@cret@10.0.0.9/main', 'rtsp://***@10.0.0.9/main'],
  [
    'rtsp://10.0.0.9/user=admin&password=s3cret&channel=1&stream=0.sdp?',
    'rtsp://10.0.0.9/user=***&password=***&channel=1&stream=0.sdp?',
  ],
  [
    'rtsp://10.0.0.9/user=admin_password=s3_cret_channel=1_stream=0.sdp',
    'rtsp://10.0.0.9/user=***_password=***_channel=1_stream=0.sdp',
  ],
  ['http://10.0.0.9/cgi?usr=admin&pwd=s3cret', 'http://10.0.0.9/cgi?usr=***&pwd=***'],
  [
    '{"url":"rtsp://10.0.0.9/main?password=s3cret","mail":"a@b"}',
    '{"url":"rtsp://10.0.0.9/main?password=***","mail":"a@b"}',
  ],
  ['rtsp://10.0.0.9/Streaming/Channels/101?transportmode=unicast', null],
])('%s', (line, masked) => {
  expect(scrub(line)).toBe(masked ?? line)
})
