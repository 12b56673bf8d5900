import { clockDeviationLimitMs } from '../../../shared/domain/clock.ts'
import type { HealthVerdict, PanelLine } from '../../../shared/domain/intrusion.ts'
import type { InspectedItem } from '../../../shared/domain/inspection.ts'
import type { CameraKeeping } from '../../../shared/domain/storage.ts'
import type { Words } from '../../ledgers/words.ts'

/** What the station knows of itself and its devices, for the inspection of the week. */
export interface StationFacts {
  /** Clock of the station against its time servers, ms; null while not proved. */
  readonly clockDeviationMs: number | null
  readonly cameras: readonly {
    readonly name: string
    readonly isLive: boolean
    /** Times it was lost within the week. */
    readonly losses: number
  }[]
  readonly keeping: readonly Pick<
    CameraKeeping,
    'name' | 'state' | 'promisedDays' | 'keptDays' | 'coveredShare' | 'gapCount' | 'silentSinceMs'
  >[]
  readonly panels: readonly {
    readonly name: string
    readonly line: PanelLine
    readonly power: HealthVerdict
    readonly battery: HealthVerdict
    readonly tamper: HealthVerdict
    readonly clock: HealthVerdict
  }[]
  readonly zones: readonly {
    readonly name: string
    readonly kind: 'panic' | 'perimeter'
    readonly isFaulty: boolean
    /** Walked through, or alarmed, within the week. */
    readonly wasHeard: boolean
  }[]
  /** Walk tests that ended within the week, and zones in them that never spoke. */
  readonly walkTests: { readonly count: number; readonly silent: readonly string[] }
}

export interface Finding {
  readonly item: InspectedItem
  readonly text: string
  readonly isFine: boolean
}

/** So many names are said; the others are counted. */
const mostNames = 6

/** One part of a finding: what is said, and whether it is as it should be. */
type Part = readonly [text: string, isFine: boolean]

/** The proposed lines of 附表1, in the order of its second note; an item that the school does not have is left out. */
export function findingsOf(facts: StationFacts, words: Words): Finding[] {
  return [
    finding('intrusion', intrusionParts(facts, words), words),
    finding('panic', zoneParts(facts, 'panic', words), words),
    finding('video', videoParts(facts, words), words),
    finding('recorder', recorderParts(facts, words), words),
    finding('perimeter', zoneParts(facts, 'perimeter', words), words),
  ].filter(found => found !== null)
}

function finding(item: InspectedItem, parts: readonly Part[], words: Words): Finding | null {
  if (parts.length === 0) return null
  const text = parts.map(([said]) => said).join(words.text('inspection.and'))
  // A line of a book holds 500 characters.
  return { item, text: text.slice(0, 480), isFine: parts.every(([, isFine]) => isFine) }
}

function named(names: readonly string[], words: Words): string {
  const shown = names.slice(0, mostNames).join(words.text('inspection.comma'))
  return names.length > mostNames
    ? words.text('inspection.and-more', { names: shown, count: names.length })
    : shown
}

function intrusionParts({ panels, walkTests }: StationFacts, words: Words): Part[] {
  if (panels.length === 0) return []
  const lost = panels.filter(({ line }) => line !== 'online').map(({ name }) => name)
  const reach: Part =
    lost.length === 0
      ? [words.text('inspection.panels-online', { count: panels.length }), true]
      : [words.text('inspection.panels-lost', { names: named(lost, words) }), false]
  const faulty = (['power', 'battery', 'tamper', 'clock'] as const).flatMap((part): Part[] => {
    const names = panels.filter(panel => panel[part] === 'fault').map(({ name }) => name)
    return names.length === 0
      ? []
      : [[words.text(`inspection.panels-${part}`, { names: named(names, words) }), false]]
  })
  const told = panels.some(panel => panel.power === 'ok' || panel.battery === 'ok')
  const health: Part[] =
    faulty.length > 0 ? faulty : told ? [[words.text('inspection.panels-healthy'), true]] : []
  // Whether the centre hears the panels nobody here can know.
  return [reach, ...health, walkPart(walkTests, words), [words.text('inspection.centre'), true]]
}

function walkPart({ count, silent }: StationFacts['walkTests'], words: Words): Part {
  if (count === 0) return [words.text('inspection.walk-none'), true]
  return silent.length === 0
    ? [words.text('inspection.walk-passed', { count }), true]
    : [words.text('inspection.walk-silent', { count, names: named(silent, words) }), false]
}

function videoParts({ cameras, clockDeviationMs }: StationFacts, words: Words): Part[] {
  if (cameras.length === 0) return []
  const clock: Part =
    clockDeviationMs === null
      ? [words.text('inspection.clock-unknown'), false]
      : [
          words.text('inspection.clock', { seconds: (Math.abs(clockDeviationMs) / 1_000).toFixed(1) }),
          Math.abs(clockDeviationMs) <= clockDeviationLimitMs,
        ]
  const lost = cameras.filter(({ isLive }) => !isLive).map(({ name }) => name)
  const live: Part =
    lost.length === 0
      ? [words.text('inspection.cameras-live', { count: cameras.length }), true]
      : [words.text('inspection.cameras-lost', { count: lost.length, names: named(lost, words) }), false]
  const often = cameras.filter(({ losses }) => losses > 0)
  const losses = often.reduce((sum, camera) => sum + camera.losses, 0)
  const week: Part =
    losses === 0
      ? [words.text('inspection.cameras-never-lost'), true]
      : [
          words.text('inspection.cameras-were-lost', {
            count: losses,
            names: named(
              often.map(({ name }) => name),
              words,
            ),
          }),
          false,
        ]
  return [clock, live, week]
}

function recorderParts({ keeping }: StationFacts, words: Words): Part[] {
  const kept = keeping.filter(({ state }) => state !== 'off')
  if (kept.length === 0) return []
  const short = kept.filter(({ state }) => state === 'short' || state === 'nothing')
  const young = kept.filter(({ state }) => state === 'not-yet')
  const silent = kept.filter(({ silentSinceMs }) => silentSinceMs !== null).map(({ name }) => name)
  const days = Math.min(...kept.map(({ keptDays }) => keptDays))
  // Downwards: what is not whole is never said to be 100 %.
  const share = (Math.floor(Math.min(...kept.map(({ coveredShare }) => coveredShare)) * 1_000) / 10).toFixed(
    1,
  )
  const gaps = kept.reduce((sum, { gapCount }) => sum + gapCount, 0)
  return [
    ...(short.length === 0
      ? []
      : [
          [
            words.text('inspection.keeping-short', {
              names: named(
                short.map(camera => `${camera.name} ${camera.keptDays}/${camera.promisedDays}`),
                words,
              ),
            }),
            false,
          ] as const,
        ]),
    ...(young.length === 0
      ? []
      : [[words.text('inspection.keeping-young', { count: young.length }), true] as const]),
    [words.text('inspection.keeping', { count: kept.length, days, share, gaps }), gaps === 0],
    ...(silent.length === 0
      ? []
      : [[words.text('inspection.keeping-silent', { names: named(silent, words) }), false] as const]),
  ]
}

function zoneParts({ zones }: StationFacts, kind: 'panic' | 'perimeter', words: Words): Part[] {
  const own = zones.filter(zone => zone.kind === kind)
  if (own.length === 0) return []
  const faulty = own.filter(({ isFaulty }) => isFaulty).map(({ name }) => name)
  const unheard = own.filter(({ wasHeard }) => !wasHeard).map(({ name }) => name)
  return [
    faulty.length === 0
      ? [words.text('inspection.zones-fine', { count: own.length }), true]
      : [words.text('inspection.zones-faulty', { names: named(faulty, words) }), false],
    unheard.length === 0
      ? [words.text('inspection.zones-heard'), true]
      : [words.text('inspection.zones-unheard', { names: named(unheard, words) }), false],
  ]
}
