import { expect, test } from 'vitest'
import { endOf, packetsMissedIn } from './stream-end.ts'

const failed = (stderr: readonly string[], lastedMs = 100) =>
  endOf({ stderr, how: 'the stream ended (exit code 1)', hadMedia: false, lastedMs })
const opened = `[concat @ 0x55d0a41] Impossible to open 'rtsp://***@10.0.0.9/main'`

// Lines as ffmpeg 5.1 prints them.
test.each([
  [
    'a wrong password',
    'unauthorised',
    'credentials',
    'method DESCRIBE failed: 401 Unauthorized',
    [
      '[rtsp @ 0x55d0a40] method DESCRIBE failed: 401 Unauthorized',
      opened,
      'pipe:0: Server returned 401 Unauthorized (authorization failed)',
    ],
  ],
  [
    'a path that is not there',
    'lost',
    'not-found',
    'method DESCRIBE failed: 404 Not Found',
    ['[rtsp @ 0x5] method DESCRIBE failed: 404 Not Found', opened, 'pipe:0: Server returned 404 Not Found'],
  ],
  [
    'a transport that is not offered',
    'lost',
    'transport',
    'method SETUP failed: 461 Unsupported Transport',
    ['[rtsp @ 0x5] method SETUP failed: 461 Unsupported Transport', opened, 'pipe:0: Protocol not supported'],
  ],
  [
    'no bandwidth left',
    'lost',
    'too-many-connections',
    'method SETUP failed: 453 Not Enough Bandwidth',
    [
      '[rtsp @ 0x5] method SETUP failed: 453 Not Enough Bandwidth',
      opened,
      'pipe:0: Server returned 4XX Client Error, but not one of 40{0,1,3,4}',
    ],
  ],
  [
    'a right that is missing',
    'lost',
    'forbidden',
    'method DESCRIBE failed: 403 Forbidden',
    ['[rtsp @ 0x5] method DESCRIBE failed: 403 Forbidden', opened],
  ],
  [
    'a device in trouble',
    'lost',
    'device-error',
    'method DESCRIBE failed: 500 Internal Server Error',
    ['[rtsp @ 0x5] method DESCRIBE failed: 500 Internal Server Error', opened],
  ],
  [
    'nobody there',
    'lost',
    'connection-refused',
    'Connection refused',
    [opened, 'pipe:0: Connection refused'],
  ],
  [
    'a name that nobody knows',
    'lost',
    'name-unknown',
    'pipe:0: Input/output error',
    ['[tcp @ 0x5] Failed to resolve hostname no.invalid: Name or service not known', opened],
  ],
  [
    'no way there',
    'lost',
    'unreachable',
    'Connection to tcp://10.0.0.9:554 failed: No route to host',
    ['[tcp @ 0x5] Connection to tcp://10.0.0.9:554 failed: No route to host', opened],
  ],
  [
    'no picture in it',
    'unsupported',
    'no-video',
    `Stream map '0:v:0' matches no streams.`,
    [`Stream map '0:v:0' matches no streams.`],
  ],
  ['nothing said', 'lost', 'hung-up', 'the stream ended (exit code 1)', []],
] as const)('%s: %s, %s', (_, cause, code, reason, stderr) => {
  const end = failed(stderr)
  expect({ cause: end.cause, code: end.code }).toEqual({ cause, code })
  if (code !== 'name-unknown') expect(end.reason).toBe(reason)
})

test('a device that says nothing until ffmpeg gives up has not answered', () => {
  const stderr = [opened, 'pipe:0: Invalid data found when processing input']
  expect(failed(stderr, 10_050).code).toBe('no-answer')
  expect(failed(stderr, 50).code).toBe('hung-up')
})

test('the end of a stream that ran is a hang-up, whatever was said on the way', () => {
  const run = { how: 'the stream ended (exit code 0)', hadMedia: true, lastedMs: 60_000 }
  expect(endOf({ ...run, stderr: [] })).toEqual({
    cause: 'lost',
    code: 'hung-up',
    reason: 'the stream ended (exit code 0)',
  })
  expect(endOf({ ...run, stderr: ['[rtsp @ 0x5] method PAUSE failed: 401 Unauthorized'] }).cause).toBe('lost')
})

test('packets that the network lost are counted out of ffmpeg’s words', () => {
  expect(packetsMissedIn('[rtsp @ 0x55d0a40] RTP: missed 17 packets')).toBe(17)
  expect(packetsMissedIn('[rtsp @ 0x55d0a40] max delay reached. need to consume packet')).toBe(0)
})
