import { z } from 'zod'
import type { IntrusionReport } from '../../../shared/contract/intrusion.ts'
import type { CameraReport } from '../../../shared/domain/camera.ts'
import type { CameraKeeping } from '../../../shared/domain/storage.ts'
import type { SiteFile } from '../../../shared/site.ts'
import type { Journal } from '../../journal/journal.ts'
import type { StationFacts } from './findings.ts'

const weekMs = 7 * 86_400_000

const Tested = z.object({
  passed: z.array(z.object({ name: z.string() })),
  silent: z.array(z.object({ name: z.string() })),
})
const Raised = z.object({ zoneId: z.string().nullable().optional() })

/** Where the facts come from; all of it is read when somebody asks. */
export interface FactSources {
  readonly site: () => SiteFile
  readonly clockDeviationMs: () => number | null
  readonly cameras: () => readonly CameraReport[]
  readonly keeping: () => readonly CameraKeeping[]
  readonly intrusion: () => IntrusionReport
  readonly journal: Journal
  readonly nowMs: () => number
}

/** What the station knows now, and of the seven days before. */
export function stationFacts(sources: FactSources): StationFacts {
  const { journal } = sources
  const site = sources.site()
  const sinceMs = sources.nowMs() - weekMs
  const untilMs = Number.MAX_SAFE_INTEGER
  const losses = Map.groupBy(journal.between(['camera.lost'], sinceMs, untilMs), ({ subject }) => subject)
  const tests = journal.between(['walk-test.ended'], sinceMs, untilMs).map(({ body }) => Tested.parse(body))
  const alarmed = new Set(
    journal
      .between(['incident.raised'], sinceMs, untilMs)
      .map(({ body }) => Raised.safeParse(body).data?.zoneId),
  )
  const passed = new Set(tests.flatMap(test => test.passed.map(({ name }) => name)))
  const reports = new Map(sources.cameras().map(report => [report.id, report]))
  const { panels, zones } = sources.intrusion()
  const states = new Map(zones.map(zone => [zone.id, zone.state]))
  const nameOfPanel = new Map(site.panels.map(({ id, name }) => [id, name]))
  return {
    clockDeviationMs: sources.clockDeviationMs(),
    cameras: site.cameras
      .filter(({ retired }) => !retired)
      .map(({ id, name }) => ({
        name,
        isLive: isLive(reports.get(id)),
        losses: losses.get(id)?.length ?? 0,
      })),
    keeping: sources.keeping(),
    panels: panels.map(panel => ({ ...panel, name: nameOfPanel.get(panel.id) ?? panel.id })),
    zones: site.panels
      .flatMap(panel => panel.zones)
      .flatMap(({ id, name, kind }) =>
        kind === 'panic' || kind === 'perimeter'
          ? [
              {
                name,
                kind,
                isFaulty: ['fault', 'tamper', 'unknown'].includes(states.get(id) ?? 'unknown'),
                wasHeard: passed.has(name) || alarmed.has(id),
              },
            ]
          : [],
      ),
    walkTests: {
      count: tests.length,
      silent: [...new Set(tests.flatMap(test => test.silent.map(({ name }) => name)))],
    },
  }
}

/** Live, or not asked for by anybody: then nothing is known against it. */
function isLive(report: CameraReport | undefined): boolean {
  if (report === undefined) return false
  const states = [report.main.state, report.sub.state]
  return states.includes('live') || states.every(state => state === 'idle')
}
