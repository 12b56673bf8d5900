import { expect, test } from 'vitest'
import type { StreamName } from '../../shared/domain/camera.ts'
import type { LiveMessage } from '../../shared/streams.ts'
import type { InitSegment } from '../media/init-segment.ts'
import type { FragmentSink } from './fragment-sink.ts'
import { ViewerRoute } from './viewer-route.ts'
import type { ViewerLine } from './viewer-sink.ts'

const init = (codec: string): InitSegment => ({
  bytes: Buffer.from(codec),
  track: {
    id: 1,
    codec,
    mimeType: `video/mp4; codecs="${codec}"`,
    width: 640,
    height: 360,
    timescale: 1_000,
    defaultDurationTicks: 100,
    defaultSampleFlags: 0,
  },
})
const h264 = 'avc1.42c01e'
const h265 = 'hev1.1.6.L93.90'

/** A camera with known codecs; notes which streams the viewer wants. */
function camera(codecs: { main: string; sub: string | null }, asked: StreamName, known = false) {
  const wanted = new Map<string, FragmentSink>()
  const log: string[] = []
  const told: LiveMessage[] = []
  const line: ViewerLine = {
    message: message => void told.push(message),
    bytes: () => {},
    bufferedBytes: () => 0,
    close: () => void log.push('closed'),
  }
  const route = new ViewerRoute({
    asked,
    plays: new Set(['avc1']),
    hasSub: codecs.sub !== null,
    line,
    codecOf: name => (known ? (codecs[name] ?? '') : ''),
    attach: (name, isTranscoded, sink) => {
      const key = isTranscoded ? `${name} transcoded` : name
      wanted.set(key, sink)
      log.push(`+${key}`)
      sink.init(init(isTranscoded ? h264 : (codecs[name] ?? '')))
      return { [Symbol.dispose]: () => void (wanted.delete(key) && log.push(`-${key}`)) }
    },
  })
  return { route, log, told }
}
const settled = () => new Promise(resolve => setImmediate(resolve))

test('a stream that the screen decodes is served as asked', async () => {
  const { log, told } = camera({ main: h264, sub: null }, 'main')
  await settled()
  expect(log).toEqual(['+main'])
  expect(told).toMatchObject([{ type: 'media', stream: 'main', transcoded: false }])
})

test('instead of a main stream in H.265 the sub-stream in H.264, and the main stream is let go', async () => {
  const { log, told } = camera({ main: h265, sub: h264 }, 'main')
  await settled()
  expect(log).toEqual(['+main', '+sub', '-main'])
  expect(told).toMatchObject([{ stream: 'sub', transcoded: false }])
})

test('where all is H.265 the asked stream is transcoded', async () => {
  const { log, told } = camera({ main: h265, sub: h265 }, 'main')
  await settled()
  await settled()
  expect(log).toEqual(['+main', '+sub', '-main', '+main transcoded', '-sub'])
  expect(told).toMatchObject([{ stream: 'main', transcoded: true }])
  const sub = camera({ main: h264, sub: h265 }, 'sub')
  await settled()
  expect(sub.log.at(-1)).toBe('-sub')
  expect(sub.told).toMatchObject([{ stream: 'sub', transcoded: true }])
})

test('what is known of the camera spares the detour', async () => {
  expect(camera({ main: h265, sub: h264 }, 'main', true).log).toEqual(['+sub'])
  expect(camera({ main: h265, sub: null }, 'main', true).log).toEqual(['+main transcoded'])
})

test('whoever left in that moment gets nothing more', async () => {
  const { route, log } = camera({ main: h265, sub: null }, 'main')
  route[Symbol.dispose]()
  await settled()
  expect(log).toEqual(['+main', '-main'])
})
