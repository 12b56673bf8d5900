import type { PanelReport, PartitionReport, ZoneReport } from '../../../shared/contract/intrusion.ts'
import type { InputReport } from '../../../shared/domain/camera-event.ts'
import type { CameraReport, StreamState } from '../../../shared/domain/camera.ts'
import { isFaultKind, isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import type { ZoneView } from '../../../shared/site-view.ts'
import type { TextKey } from '../../../shared/text/text.ts'
import type { Tone } from '../../ui/tone.ts'

/** How a thing on the map is: a tone, its words, and whether it calls for the guard. */
export interface DeviceState {
  readonly tone: Tone
  /** Keys of the words, joined with ` · `. */
  readonly words: readonly TextKey[]
  readonly blinking: boolean
}

const state = (tone: Tone, ...words: TextKey[]): DeviceState => ({ tone, words, blinking: false })

/**
 * State of a zone. An open incident comes first: it stays on the map until it is closed, whatever the device says by
 * then. Unknown is never shown as normal, and an intrusion zone that is normal is shown as guarded only when the panel
 * itself says that its partition is armed.
 */
export function zoneState(
  zone: Pick<ZoneView, 'kind'>,
  report: ZoneReport | undefined,
  partition: PartitionReport | undefined,
  incident: Incident | undefined,
): DeviceState {
  if (incident !== undefined) return incidentState(incident)
  switch (report?.state ?? 'unknown') {
    case 'unknown':
      return state('unknown', 'zone.state.unknown')
    case 'alarm':
      return state('alarm', 'zone.state.alarm')
    case 'fault':
      return state('fault', 'zone.state.fault')
    case 'tamper':
      return state('warn', 'zone.state.tamper')
    case 'bypassed':
      return state('off', 'zone.state.bypassed')
    case 'open':
      // While nobody has armed, people move about: that is no matter for the eye.
      return partition?.state === 'armed'
        ? state('warn', 'zone.state.open')
        : state('info', 'zone.state.open')
    case 'normal':
      return normalState(zone, report, partition)
  }
}

/** State of a contact at a camera; like a panic zone it is always on. */
export function inputState(report: InputReport | undefined, incident: Incident | undefined): DeviceState {
  if (incident !== undefined) return incidentState(incident)
  switch (report?.state ?? 'unknown') {
    case 'unknown':
      return state('unknown', 'zone.state.unknown')
    case 'active':
      return state('alarm', 'zone.state.alarm')
    case 'normal':
      return state('ok', 'zone.state.normal')
  }
}

function incidentState(incident: Incident): DeviceState {
  const kind: TextKey = `incident.kind.${incident.kind}`
  const tone = incident.kind === 'panic' ? 'panic' : isFaultKind(incident.kind) ? 'fault' : 'alarm'
  return isUnacknowledged(incident)
    ? { tone, words: [kind], blinking: true }
    : { tone, words: [kind, 'map.in-hand'], blinking: false }
}

function normalState(
  zone: Pick<ZoneView, 'kind'>,
  report: ZoneReport | undefined,
  partition: PartitionReport | undefined,
): DeviceState {
  // Panic, fire and tamper zones are always on.
  if (zone.kind !== 'intrusion' && zone.kind !== 'perimeter') return state('ok', 'zone.state.normal')
  const armed =
    zone.kind === 'perimeter' && report?.armed != null ? (report.armed ? 'armed' : 'disarmed') : null
  const arming = armed ?? partition?.state ?? 'unknown'
  switch (arming) {
    case 'armed':
      return state('ok', 'partition.state.armed')
    case 'disarmed':
      // Armed is the norm of a perimeter, so there it stands out.
      return state(zone.kind === 'perimeter' ? 'warn' : 'info', 'partition.state.disarmed')
    case 'arming':
    case 'disarming':
      return state('busy', `partition.state.${arming}`)
    case 'unknown':
      return state('unknown', 'map.arming-unknown')
  }
}

/** State of a panel: whether it reports at all, then its power. */
export function panelState(report: PanelReport | undefined): DeviceState {
  switch (report?.line ?? 'unknown') {
    case 'lost':
      return state('fault', 'panel.line.lost')
    case 'unknown':
      return state('unknown', 'panel.line.unknown')
    case 'online':
      return report?.power === 'fault' || report?.battery === 'fault'
        ? state('warn', 'map.panel-power')
        : state('ok', 'panel.line.online')
  }
}

/** Worst first: of two streams the one that needs somebody is shown. */
const streamOrder: readonly StreamState[] = [
  'unauthorised',
  'lost',
  'stalled',
  'unsupported',
  'connecting',
  'live',
  'idle',
  'off',
]

/** State of a camera, from both its streams. */
export function cameraState(report: CameraReport | undefined): DeviceState {
  if (report === undefined) return state('unknown', 'zone.state.unknown')
  const worst = streamOrder.find(known => report.main.state === known || report.sub.state === known) ?? 'idle'
  const word: TextKey = `camera.state.${worst}`
  switch (worst) {
    case 'live':
      return state('ok', word)
    case 'connecting':
      return state('busy', word)
    case 'idle':
      return state('info', word)
    case 'off':
      return state('off', word)
    case 'unauthorised':
    case 'lost':
    case 'stalled':
    case 'unsupported':
      return state('fault', word)
  }
}
