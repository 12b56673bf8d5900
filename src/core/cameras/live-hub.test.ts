import { expect, test } from 'vitest'
import type { LiveMessage } from '../../shared/streams.ts'
import type { InitSegment } from '../media/init-segment.ts'
import { idle, type Condition } from './condition.ts'
import type { LiveFragment } from './fragment-sink.ts'
import { LiveHub } from './live-hub.ts'
import { Meter } from './meter.ts'
import { ViewerSink } from './viewer-sink.ts'

const live: Condition = { ...idle(0), state: 'live' }
const init: InitSegment = {
  bytes: Buffer.from('init'),
  track: {
    id: 1,
    codec: 'avc1.42c01e',
    mimeType: 'video/mp4; codecs="avc1.42c01e"',
    width: 640,
    height: 360,
    timescale: 1_000,
    defaultDurationTicks: 100,
    defaultSampleFlags: 0,
  },
}

/** The `index`th fragment of a camera: 100 ms each, a key frame every 2 s, 50 kB a fragment. */
function fragment(index: number, bytes: number = 50_000): LiveFragment {
  return {
    bytes: Buffer.alloc(bytes, index % 256),
    decodeTicks: index * 100,
    durationTicks: 100,
    sampleCount: 2,
    beginsWithKeyFrame: index % 20 === 0,
    receivedAtMs: 1_000_000 + index * 100,
    receivedMonotonicMs: index * 100,
  }
}

/** A viewer whose line takes only what it is told to. */
class Line {
  readonly messages: LiveMessage[] = []
  readonly got: number[] = []
  waiting = 0
  isStuck = false
  isClosed = false
  message(message: LiveMessage): void {
    this.messages.push(message)
  }
  bytes(bytes: Buffer): void {
    this.got.push(bytes.length === 4 ? -1 : Number(bytes[0]))
    if (this.isStuck) this.waiting += bytes.length
  }
  bufferedBytes(): number {
    return this.waiting
  }
  close(): void {
    this.isClosed = true
  }
}

function running(fragments: number): LiveHub {
  const hub = new LiveHub(idle(0))
  hub.init(init)
  hub.condition(live)
  for (let index = 0; index < fragments; index++) hub.fragment(fragment(index))
  return hub
}

test('a newcomer gets state, init segment and the newest group of pictures at once', () => {
  const hub = running(47)
  const line = new Line()
  hub.attach(new ViewerSink(line))
  expect(line.messages).toEqual([
    { type: 'state', state: 'live', sinceMs: 0, code: 'none', reason: '' },
    { type: 'media', mimeType: 'video/mp4; codecs="avc1.42c01e"', stream: 'main', transcoded: false },
  ])
  expect(line.got).toEqual([-1, 40, 41, 42, 43, 44, 45, 46])
})

test('nothing is kept of a stream that is lost: no old picture is shown as live', () => {
  const hub = running(47)
  hub.condition({ ...live, state: 'lost' })
  const line = new Line()
  hub.attach(new ViewerSink(line))
  expect(line.got).toEqual([])
  expect(line.messages).toEqual([{ type: 'state', state: 'lost', sinceMs: 0, code: 'none', reason: '' }])
})

test('a viewer that lags is set to the live edge at a key frame; the others miss nothing', () => {
  const hub = running(1)
  const [slow, quick] = [new Line(), new Line()]
  const slowSink = new ViewerSink(slow)
  hub.attach(slowSink)
  hub.attach(new ViewerSink(quick))
  slow.isStuck = true
  for (let index = 1; index < 30; index++) hub.fragment(fragment(index))
  expect(slow.got.at(-1)).toBeLessThan(29)
  slow.isStuck = false
  slow.waiting = 0
  for (let index = 30; index < 45; index++) hub.fragment(fragment(index))
  expect(slow.got.slice(slow.got.indexOf(40))).toEqual([40, 41, 42, 43, 44])
  expect(slow.got).not.toContain(39)
  expect(slowSink.skipped + slow.got.length).toBe(46)
  expect(quick.got).toEqual([-1, ...Array.from({ length: 45 }, (_, index) => index)])
})

test('a viewer that takes nothing for half a minute is given up', () => {
  const hub = running(1)
  const line = new Line()
  hub.attach(new ViewerSink(line))
  line.isStuck = true
  for (let index = 1; index < 300; index++) hub.fragment(fragment(index))
  expect(line.isClosed).toBe(false)
  for (let index = 300; index < 400; index++) hub.fragment(fragment(index))
  expect(line.isClosed).toBe(true)
})

test('whoever left gets nothing more', () => {
  const hub = running(1)
  const line = new Line()
  const attached = hub.attach(new ViewerSink(line))
  attached[Symbol.dispose]()
  hub.fragment(fragment(1))
  expect(line.got).toEqual([-1, 0])
  expect(hub.sinks).toBe(0)
})

test('the meter tells what arrived, and nothing once nothing arrives', () => {
  const meter = new Meter()
  for (let index = 0; index <= 40; index++) meter.add(fragment(index))
  expect(meter.rates(4_000)).toEqual({ fps: 20, bitsPerSecond: 4_000_000 })
  expect(meter.rates(8_500).fps).toBeLessThan(5)
  expect(meter.rates(20_000)).toEqual({ fps: 0, bitsPerSecond: 0 })
})
