import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { siteCamera } from '../../../../tests/helpers/camera-room.ts'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase, type Db } from '../../platform/database.ts'
import { openLog } from '../../platform/log.ts'
import { cameraClock } from './camera-clock.ts'
import { ClockRounds } from './clock-rounds.ts'

const minuteMs = 60_000
const hourMs = 3_600_000

let folder: ReturnType<typeof dataFolder>
let db: Db
let clock: FakeClock
let journal: Journal
let device: Server
/** How far the device is ahead, ms. */
let aheadMs = 25_000
let asked = 0
let atOnce = 0
let mostAtOnce = 0

beforeEach(async () => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  clock = new FakeClock(Date.UTC(2026, 9, 1, 4))
  journal = new Journal(db, clock)
  asked = atOnce = mostAtOnce = 0
  aheadMs = 25_000
  // A camera that tells its time without a password, in its own words.
  device = createServer((request, response) => {
    asked++
    mostAtOnce = Math.max(mostAtOnce, ++atOnce)
    request.resume().on('end', () => {
      const at = new Date(clock.now() + aheadMs)
      const time = `<tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second>`
      const date = `<tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day>`
      const body = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema"><s:Body><t:GetSystemDateAndTimeResponse xmlns:t="http://www.onvif.org/ver10/device/wsdl"><t:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:UTCDateTime><tt:Time>${time}</tt:Time><tt:Date>${date}</tt:Date></tt:UTCDateTime></t:SystemDateAndTime></t:GetSystemDateAndTimeResponse></s:Body></s:Envelope>`
      atOnce--
      response.setHeader('content-type', 'application/soap+xml')
      response.end(body)
    })
  }).listen(0, '127.0.0.1')
  await once(device, 'listening')
})
afterEach(() => {
  device.close()
  device.closeAllConnections()
  db.close()
  folder[Symbol.dispose]()
})

const measured = () => journal.between(['camera.clock-measured'], 0, Number.MAX_SAFE_INTEGER)
const whenMeasured = (count: number) =>
  expect.poll(() => measured().length, { timeout: 20_000, interval: 20 }).toBe(count)
const whenAsleep = () => expect.poll(() => clock.sleeping, { timeout: 20_000, interval: 20 }).toBe(1)

test('every camera is asked once a day, one after the other, and an export takes what was measured nearest', async () => {
  const onvif = { url: `http://127.0.0.1:${(device.address() as AddressInfo).port}/onvif/device_service` }
  const cameras = [
    siteCamera('cam-1', 'rtsp://127.0.0.1/1', { onvif }),
    siteCamera('cam-2', 'rtsp://127.0.0.1/2', { onvif }),
    siteCamera('plain', 'rtsp://127.0.0.1/3'),
    siteCamera('old', 'rtsp://127.0.0.1/4', { onvif, retired: true }),
  ]
  await using _rounds = new ClockRounds({
    cameras: () => cameras,
    journal,
    clock,
    log: openLog(folder.path, 'silent'),
  })
  const firstDayMs = clock.now()
  await clock.advance(10 * minuteMs)
  await whenMeasured(2)
  await whenAsleep()
  expect(measured().map(({ subject }) => subject)).toEqual(['cam-1', 'cam-2'])
  const askedOnce = asked
  await clock.advance(24 * hourMs)
  expect([asked, mostAtOnce]).toEqual([askedOnce, 1])
  aheadMs = -40_000
  // No further than the look itself: a jump of this clock would end the wait for an answer.
  await clock.advance(10 * minuteMs)
  await whenMeasured(4)
  await whenAsleep()
  const clockOf = cameraClock(journal)
  const onTheFirstDay = clockOf('cam-1', { fromMs: firstDayMs, toMs: firstDayMs + hourMs })
  const today = clockOf('cam-1', { fromMs: clock.now() - hourMs, toMs: clock.now() })
  expect(Math.abs(Number(onTheFirstDay?.offsetMs) - 25_000)).toBeLessThan(1_500)
  expect(Math.abs(Number(today?.offsetMs) + 40_000)).toBeLessThan(1_500)
})
