import type { IntrusionReport } from '../../../shared/contract/intrusion.ts'
import type { CameraReport } from '../../../shared/domain/camera.ts'
import type { InputReport } from '../../../shared/domain/camera-event.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { CameraView, InputView, SiteView, ZoneView } from '../../../shared/site-view.ts'
import type { TextKey } from '../../../shared/text/text.ts'
import { centreOf, middleOf, type PlanPoint } from '../../ui/map/geometry.ts'
import type { MapMark, MarkShape } from '../../ui/map/mark.ts'
import { byUrgency } from '../incidents/order.ts'
import { isMeant } from './pinyin.ts'
import { cameraState, inputState, panelState, zoneState } from './device-state.ts'

/** A thing that stands on a plan, with its state: what the map draws and the list names. */
export interface Device {
  readonly mark: MapMark
  readonly planId: string
  readonly source:
    | { readonly kind: 'camera'; readonly camera: CameraView }
    | { readonly kind: 'panel'; readonly panel: PanelView }
    | { readonly kind: 'input'; readonly input: InputView; readonly incidentId: number | null }
    | { readonly kind: 'zone'; readonly zone: ZoneView; readonly incidentId: number | null }
}

/** A panel that has a place on a plan. */
export type PanelView = SiteView['panels'][number]

/** What the map needs of what is known. */
export interface MapSources {
  readonly site: SiteView
  readonly cameras: readonly CameraReport[] | null
  readonly intrusion: IntrusionReport | null
  readonly incidents: readonly Incident[] | null
  readonly inputs: readonly InputReport[] | null
}

const shapeOfDetector: Readonly<Record<ZoneView['detector'], MarkShape>> = {
  pir: 'detector',
  'panic-button': 'button',
  'tension-fence': 'segment',
  smoke: 'smoke',
  contact: 'contact',
  other: 'contact',
}

/** The sign of a detector. */
export const signOfDetector = (detector: ZoneView['detector']): MarkShape => shapeOfDetector[detector]

/** All devices of all plans, cameras first so that what alarms is drawn over them. */
export function devicesOf(sources: MapSources, say: (key: TextKey) => string): Device[] {
  const wordOf = (words: readonly TextKey[]) => words.map(say).join(' · ')
  return [
    ...camerasOf(sources, wordOf),
    ...panelsOf(sources, wordOf),
    ...inputsOf(sources, wordOf),
    ...zonesOf(sources, wordOf),
  ]
}

type WordOf = (words: readonly TextKey[]) => string

function camerasOf({ site, cameras }: MapSources, wordOf: WordOf): Device[] {
  const reports = new Map((cameras ?? []).map(report => [report.id, report]))
  return site.cameras.map((camera): Device => {
    const { tone, words, blinking } = cameraState(reports.get(camera.id))
    return {
      planId: camera.plan,
      source: { kind: 'camera', camera },
      mark: {
        id: camera.id,
        shape: 'camera',
        at: camera.at,
        line: null,
        wedge: camera,
        tone,
        name: camera.name,
        word: wordOf(words),
        blinking,
      },
    }
  })
}

function panelsOf({ site, intrusion }: MapSources, wordOf: WordOf): Device[] {
  const reports = new Map((intrusion?.panels ?? []).map(report => [report.id, report]))
  return site.panels.flatMap((panel): Device[] => {
    const { position } = panel
    if (position === null) return []
    const { tone, words, blinking } = panelState(reports.get(panel.id))
    const mark = {
      id: panel.id,
      shape: 'panel',
      line: null,
      wedge: null,
      name: panel.name,
      tone,
      blinking,
    } as const
    return [
      {
        planId: position.plan,
        source: { kind: 'panel', panel },
        mark: { ...mark, at: position.at, word: wordOf(words) },
      },
    ]
  })
}

function zonesOf({ site, intrusion, incidents }: MapSources, wordOf: WordOf): Device[] {
  const reports = new Map((intrusion?.zones ?? []).map(report => [report.id, report]))
  const partitions = new Map((intrusion?.partitions ?? []).map(report => [report.id, report]))
  const incidentOf = mostUrgentBy(incidents, ({ zoneId }) => zoneId)
  return site.zones.map((zone): Device => {
    const partition = zone.partitionId === null ? undefined : partitions.get(zone.partitionId)
    const incident = incidentOf.get(zone.id)
    const { tone, words, blinking } = zoneState(zone, reports.get(zone.id), partition, incident)
    return {
      planId: zone.plan,
      source: { kind: 'zone', zone, incidentId: incident?.id ?? null },
      mark: {
        id: zone.id,
        shape: shapeOfDetector[zone.detector],
        at: positionOf(zone),
        line: zone.line ?? null,
        ...(zone.area === undefined ? {} : { area: zone.area }),
        wedge: null,
        tone,
        name: zone.name,
        word: wordOf(words),
        blinking,
      },
    }
  })
}

const shapeOfInput: Readonly<Record<InputView['alarm'], MarkShape>> = {
  panic: 'button',
  fire: 'smoke',
  intrusion: 'contact',
  tamper: 'contact',
}

function inputsOf({ site, inputs, incidents }: MapSources, wordOf: WordOf): Device[] {
  const reports = new Map((inputs ?? []).map(report => [report.id, report]))
  const incidentOf = mostUrgentBy(incidents, incident => incident.inputId)
  return site.inputs.map((input): Device => {
    const incident = incidentOf.get(input.id)
    const { tone, words, blinking } = inputState(reports.get(input.id), incident)
    const { id, name, at } = input
    return {
      planId: input.plan,
      source: { kind: 'input', input, incidentId: incident?.id ?? null },
      mark: {
        id,
        shape: shapeOfInput[input.alarm],
        at,
        line: null,
        wedge: null,
        tone,
        name,
        word: wordOf(words),
        blinking,
      },
    }
  })
}

/** The most urgent one of a place is the one that is shown. */
function mostUrgentBy(
  incidents: readonly Incident[] | null,
  placeOf: (incident: Incident) => string | null,
): Map<string, Incident> {
  const found = new Map<string, Incident>()
  for (const incident of byUrgency(incidents ?? [])) {
    const place = placeOf(incident)
    if (place !== null && !found.has(place)) found.set(place, incident)
  }
  return found
}

/** Where the sign of a zone stands: its own point, the middle of its course, or of its area. */
export function positionOf(zone: Pick<ZoneView, 'at' | 'line' | 'area'>): PlanPoint {
  return zone.at ?? (zone.line === undefined ? centreOf(zone.area ?? [[0, 0]]) : middleOf(zone.line))
}

/** Where on a plan something is; `deviceId` is its mark. */
export interface Spot {
  readonly planId: string
  readonly at: PlanPoint
  readonly deviceId: string
}

/** Where an incident is: at its zone, or at the contact that raised it; null where the site file knows no position. */
export function spotOf(
  site: SiteView | null,
  { zoneId, inputId }: Pick<Incident, 'zoneId' | 'inputId'>,
): Spot | null {
  const zone = site?.zones.find(({ id }) => id === zoneId)
  if (zone !== undefined) return { planId: zone.plan, at: positionOf(zone), deviceId: zone.id }
  const input = site?.inputs.find(({ id }) => id === inputId)
  return input === undefined ? null : { planId: input.plan, at: input.at, deviceId: input.id }
}

/** Open incidents as places, the most urgent first. */
export interface AlarmPlace {
  readonly incident: Incident
  readonly spot: Spot | null
}

export function alarmPlaces(site: SiteView | null, incidents: readonly Incident[] | null): AlarmPlace[] {
  return byUrgency(incidents ?? []).map(incident => ({ incident, spot: spotOf(site, incident) }))
}

const toneOrder = ['panic', 'alarm', 'fault', 'warn', 'unknown', 'off', 'busy', 'info', 'ok'] as const

/**
 * For the list: what needs an eye first, then by name. `text` keeps those whose name or state contains it, or whose
 * pinyin initials do.
 */
export function listed(devices: readonly Device[], text: string): Device[] {
  return devices
    .filter(({ mark }) => isMeant(`${mark.name} ${mark.word}`, text))
    .toSorted(
      (one, other) =>
        Number(other.mark.blinking) - Number(one.mark.blinking) ||
        toneOrder.indexOf(one.mark.tone) - toneOrder.indexOf(other.mark.tone) ||
        one.mark.name.localeCompare(other.mark.name, 'zh-CN'),
    )
}
