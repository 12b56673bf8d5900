import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Clock } from '../platform/clock.ts'
import { DeviceClock } from './device-clock.ts'
import { parseXml, type XmlNode } from './xml.ts'

const wallMs = Date.UTC(2026, 10, 22, 3)

/** Wall clock and monotonic clock of a PC, moved by hand. */
function pc(): Clock & { monotonicMs: number; steppedMs: number } {
  return {
    monotonicMs: 5_000,
    steppedMs: 0,
    monotonic() {
      return this.monotonicMs
    },
    now() {
      return wallMs + this.steppedMs + this.monotonicMs
    },
    sleep: () => Promise.resolve(),
  }
}

/** What a device says at a moment of its own clock: whole seconds. */
function answerAt(deviceMs: number, kind = 'NTP'): XmlNode {
  const date = new Date(deviceMs)
  const parts = [
    `<Time><Hour>${date.getUTCHours()}</Hour><Minute>${date.getUTCMinutes()}</Minute><Second>${date.getUTCSeconds()}</Second></Time>`,
    `<Date><Year>${date.getUTCFullYear()}</Year><Month>${date.getUTCMonth() + 1}</Month><Day>${date.getUTCDate()}</Day></Date>`,
  ]
  const utc = `<UTCDateTime>${parts.join('')}</UTCDateTime>`
  const xml = `<a><SystemDateAndTime><DateTimeType>${kind}</DateTimeType>${utc}</SystemDateAndTime></a>`
  return parseXml(xml)?.['a'] as XmlNode
}

test('the true offset always lies within what is told, and polling narrows it to the time between two answers', () => {
  const offsets = fc.double({ min: -1e8, max: 1e8, noNaN: true })
  const delays = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), {
    minLength: 60,
    maxLength: 80,
  })
  fc.assert(
    fc.property(offsets, delays, (offsetMs, polls) => {
      const clock = pc()
      const device = new DeviceClock(clock)
      for (const [thereMs, backMs] of polls) {
        const sentMs = clock.monotonicMs
        clock.monotonicMs += thereMs
        const answer = answerAt(clock.now() + offsetMs)
        clock.monotonicMs += backMs
        device.learn(answer, sentMs, clock.monotonicMs)
        clock.monotonicMs += 20
      }
      const { offsetMs: told, errorMs } = device.offset()!
      expect(Math.abs(told - offsetMs)).toBeLessThanOrEqual(errorMs + 1)
      if (clock.monotonicMs > 6_100) expect(errorMs).toBeLessThanOrEqual(60)
    }),
  )
})

test('a step of the PC clock moves the offset, not the time of the device', () => {
  const clock = pc()
  const device = new DeviceClock(clock)
  device.learn(answerAt(clock.now()), clock.monotonicMs, clock.monotonicMs)
  const before = { nowMs: device.nowMs(), offsetMs: device.offset()!.offsetMs }
  clock.steppedMs = 60_000
  expect(device.nowMs()).toBe(before.nowMs)
  expect(device.offset()!.offsetMs).toBe(before.offsetMs - 60_000)
})

test('a device whose clock was set is believed anew', () => {
  const clock = pc()
  const device = new DeviceClock(clock)
  device.learn(answerAt(clock.now() - 3_600_000), clock.monotonicMs, clock.monotonicMs)
  clock.monotonicMs += 1_000
  device.learn(answerAt(clock.now(), 'Manual'), clock.monotonicMs, clock.monotonicMs)
  expect(Math.abs(device.offset()!.offsetMs)).toBeLessThan(1_000)
  expect(device.offset()!.setBy).toBe('manual')
})

test('a date that is none leaves our own clock', () => {
  const clock = pc()
  const device = new DeviceClock(clock)
  const none = parseXml(
    '<a><SystemDateAndTime><UTCDateTime><Date><Year>0</Year></Date></UTCDateTime></SystemDateAndTime></a>',
  )
  expect(device.learn(none?.['a'] as XmlNode, clock.monotonicMs, clock.monotonicMs)).toBe(false)
  expect([device.offset(), device.isKnown, device.nowMs()]).toEqual([null, true, clock.now()])
})
