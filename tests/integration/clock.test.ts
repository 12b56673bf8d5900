import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { measureOffset } from '../../src/core/checks/sntp.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import type { SiteFile } from '../../src/shared/site.ts'
import { startAlarmSchool } from '../helpers/alarm-school.ts'
import { startChrony } from '../helpers/chrony.ts'
import { logOf, startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { simulatedTime } from '../helpers/simulated-time.ts'

/** The proof of Beijing time (A-15.1.4.b) against a foreign time server, and through the whole station. */

const measure = (port: number) =>
  measureOffset({ host: '127.0.0.1', port, timeoutMs: 5_000, clock: systemClock })

describe('against chrony', () => {
  test('a clock that is the same deviates by no more than the uncertainty', async () => {
    await using server = await startChrony({ stratum: 5 })
    const measured = await measure(server.port)
    if (!measured.ok) throw new Error(measured.reason)
    // Date.now has whole milliseconds.
    expect(Math.abs(measured.deviationMs)).toBeLessThanOrEqual(measured.uncertaintyMs + 2)
    expect(measured.uncertaintyMs).toBeLessThan(2_500)
  })

  test('a server without a source of its own proves nothing', async () => {
    await using server = await startChrony({ stratum: null })
    expect(await measure(server.port)).toEqual({
      ok: false,
      reason: expect.stringMatching(/^the server is not synchronised/) as string,
    })
  })
})

/** A station of the demo school whose time server is this port. */
async function startStation(port: number) {
  await using starting = new AsyncDisposableStack()
  const folder = starting.use(dataFolder())
  const school = starting.use(await startAlarmSchool(folder.path))
  const site = JSON.parse(readFileSync(school.siteFile, 'utf8')) as SiteFile
  writeFileSync(school.siteFile, JSON.stringify({ ...site, timeServers: [{ host: '127.0.0.1', port }] }))
  const dataDir = join(folder.path, 'data')
  const core = starting.use(await startCore(dataDir, school.siteFile))
  const desk = starting.use(await core.desk())
  const owned = starting.move()
  return { desk, dataDir, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

describe('the station', () => {
  test('shows that its clock is right', async () => {
    await using server = await startChrony({ stratum: 5 })
    await using room = await startStation(server.port)
    const { clockDeviationMs } = await room.desk.until('station', state => state.clockDeviationMs !== null)
    expect(Math.abs(clockDeviationMs ?? Infinity)).toBeLessThan(1_000)
  })

  test('shows how far it is off, and raises a fault for the guard', async () => {
    await using time = await simulatedTime()
    await time.tell('drift')
    await using room = await startStation(time.port)
    const { clockDeviationMs } = await room.desk.until('station', state => state.clockDeviationMs !== null)
    expect(Math.round((clockDeviationMs ?? 0) / 1_000)).toBe(-37)
    const incidents = await room.desk.until('incidents', open => open.length > 0)
    expect(incidents).toMatchObject([{ kind: 'device-fault', placeName: '值守台时钟' }])
  })

  test('says that nothing is known while nobody answers', async () => {
    await using room = await startStation(1)
    const said = (): boolean => logOf(room.dataDir).includes('no time server proves the clock')
    const state = await room.desk.until('station', said)
    expect(state.clockDeviationMs).toBeNull()
    expect(logOf(room.dataDir)).toMatch(/127\.0\.0\.1:1: .*ECONN/)
  })
})
