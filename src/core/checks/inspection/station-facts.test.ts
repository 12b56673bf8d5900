import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { station } from '../../../shared/domain/person.ts'
import { SiteFile } from '../../../shared/site.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase } from '../../platform/database.ts'
import { stationFacts } from './station-facts.ts'

const demo = join(import.meta.dirname, '..', '..', '..', '..', 'resources', 'demo-site', 'site.json')
const dayMs = 86_400_000

test('what happened within the week counts, what is older does not; a camera that nobody reports is not live', async () => {
  using folder = dataFolder()
  using stack = new DisposableStack()
  const db = stack.adopt(openDatabase(folder.path), opened => void opened.close())
  const clock = new FakeClock(Date.parse('2026-11-10T02:00:00Z'))
  const journal = new Journal(db, clock)
  const text = readFileSync(demo, 'utf8').replaceAll(/"\$\{\w+:number\}"/g, '1')
  const site = SiteFile.parse(JSON.parse(text.replaceAll(/\$\{\w+\}/g, '1')))
  const watched = site.panels.flatMap(({ zones }) => zones)
  const panics = watched.filter(({ kind }) => kind === 'panic')
  const [panic] = panics
  const [first, second] = site.cameras
  if (panic === undefined || first === undefined || second === undefined) throw new Error('the demo school')
  const say = (kind: string, subject: string, body: object) =>
    journal.append({ actor: station, kind, subject, body })
  say('camera.lost', first.id, { name: first.name })
  say('incident.raised', 'incident:1', { zoneId: panic.id })
  await clock.advance(8 * dayMs)
  say('camera.lost', second.id, { name: second.name })
  say('camera.lost', second.id, { name: second.name })
  const facts = () =>
    stationFacts({
      site: () => site,
      clockDeviationMs: () => 5,
      cameras: () => [],
      keeping: () => [],
      intrusion: () => ({ panels: [], partitions: [], zones: [] }),
      journal,
      nowMs: () => clock.now(),
    })
  expect(facts().cameras.slice(0, 2)).toEqual([
    { name: first.name, isLive: false, losses: 0 },
    { name: second.name, isLive: false, losses: 2 },
  ])
  const heard = () =>
    facts()
      .zones.filter(({ kind, wasHeard }) => kind === 'panic' && wasHeard)
      .map(({ name }) => name)
  expect(heard()).toEqual([])
  say('walk-test.ended', 'walk-test:1', { passed: [{ name: panic.name }], silent: [{ name: '走廊' }] })
  say('walk-test.ended', 'walk-test:2', { passed: [], silent: [{ name: '走廊' }] })
  expect(heard()).toEqual([panic.name])
  expect(facts().walkTests).toEqual({ count: 2, silent: ['走廊'] })
  // What no panel told is not known to be well.
  expect(facts().zones.every(({ isFaulty }) => isFaulty)).toBe(true)
})
