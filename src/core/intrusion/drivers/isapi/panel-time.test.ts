import { expect, test } from 'vitest'
import { FakeClock } from '../../../../../tests/helpers/fake-clock.ts'
import { panelTime, panelTimeReader } from './panel-time.ts'

const atMs = Date.UTC(2026, 10, 22, 10, 15, 2)

test('the time of a panel is read in every form in which it comes', () => {
  const xml = (time: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><Time version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><timeMode>NTP</timeMode><localTime>${time}</localTime><timeZone>CST-8:00:00</timeZone></Time>`
  expect(panelTime(xml('2026-11-22T18:15:02+08:00'))).toBe(atMs)
  expect(panelTime(xml('2026-11-22T18:15:02'))).toBe(atMs)
  expect(panelTime(xml('2026-11-22T10:15:02Z'))).toBe(atMs)
  expect(panelTime('{"Time": {"timeMode": "NTP", "localTime": "2026-11-22T18:15:02+08:00"}}')).toBe(atMs)
  for (const odd of ['', '<Time/>', xml('soon'), xml('2026-99-99T00:00:00')])
    expect(panelTime(odd)).toBeNull()
})

test('a panel is asked once a minute; one that does not know the question once an hour', async () => {
  const clock = new FakeClock(atMs)
  const { signal } = new AbortController()
  let asked = 0
  const read = panelTimeReader(() => {
    asked++
    return Promise.resolve({ httpStatus: 200, body: '<localTime>2026-11-22T18:15:32+08:00</localTime>' })
  }, clock)
  expect(await read(signal)).toBe(30_500)
  expect(await read(signal)).toBeNull()
  await clock.advance(60_000)
  expect(await read(signal)).toBe(-29_500)
  expect(asked).toBe(2)
  let unknown = 0
  const other = panelTimeReader(() => {
    unknown++
    return Promise.resolve({ httpStatus: 404, body: '' })
  }, clock)
  expect(await other(signal)).toBeNull()
  await clock.advance(59 * 60_000)
  expect(await other(signal)).toBeNull()
  expect(unknown).toBe(1)
})
