import type { Signal } from '../../../shared/domain/intrusion.ts'
import type { Actor } from '../../../shared/domain/person.ts'
import type { Panel, Partition } from '../../../shared/site.ts'
import type { KeypadUser } from '../../../shared/site/arming.ts'
import type { IncidentPlace } from '../../incidents/occurrence.ts'
import type { IntrusionContext } from '../context.ts'
import type { IntrusionPicture } from '../picture.ts'
import { armingFailureOf, armingWayOf, type ArmingWay } from './ways.ts'

/** What a report of a panel reaches: picture, journal and incidents, and the commands under way. */
interface Reached {
  readonly picture: IntrusionPicture
  readonly busy: ReadonlySet<string>
  readonly context: Pick<IntrusionContext, 'clock' | 'journal' | 'incidents'>
  perimeterArmed(partitionId: string): void
}

/**
 * What a panel says about arming, in the transaction of its signal: of our own command it is the echo, otherwise
 * somebody used the keypad, or the panel went by a schedule of its own. A code under duress (胁迫码) is a panic.
 */
export function reportedArming(intrusion: Reached, signal: Signal, actor: Actor): void {
  const panel = intrusion.picture.panel(signal.panelId)
  // A message about no partition is about the whole device.
  const number = signal.partitionNumber ?? 0
  const partition = panel?.partitions.find(candidate => candidate.number === number)
  if (panel === undefined) return
  const { kind } = signal
  if (kind === 'armed' || kind === 'disarmed') {
    raiseDuress(intrusion, signal, panel, actor)
    if (partition !== undefined) changed(intrusion, { ...signal, kind }, panel, partition, actor)
  } else failed(intrusion, signal, panel, partition, actor)
}

function changed(
  intrusion: Reached,
  signal: Signal & { kind: 'armed' | 'disarmed' },
  panel: Panel,
  partition: Partition,
  actor: Actor,
): void {
  const { picture } = intrusion
  const present = picture.partitions.get(partition.id)
  if (present === undefined || intrusion.busy.has(partition.id)) return
  const isSo = present.state === signal.kind
  // The echo of a command, or a second report. A reading that came before the report told nobody's name.
  if (isSo && present.changedBy !== '') return
  const way = armingWayOf(signal.code)
  const by = changedBy(way, signal, panel)
  if (isSo) picture.partitions.set(partition.id, { ...present, changedBy: by })
  // While another line of the panel is lost all of it stays unknown: the next reading tells.
  else if (picture.panels.get(panel.id)?.line !== 'lost')
    picture.setPartition(partition.id, signal.kind, intrusion.context.clock.now(), by)
  intrusion.context.journal.append({
    actor,
    kind: signal.kind === 'armed' ? 'intrusion.keypad-armed' : 'intrusion.keypad-disarmed',
    subject: partition.id,
    body: {
      partition: partition.name,
      partitionKind: partition.kind,
      way,
      userNumber: signal.userNumber,
      person: nameOf(panel, signal),
      code: signal.code,
    },
  })
  if (signal.kind === 'armed') intrusion.perimeterArmed(partition.id)
}

/** Arming failures that the panel tells (its own schedule, the keypad): into the ledger, and to whoever must arm now. */
function failed(
  intrusion: Reached,
  signal: Signal,
  panel: Panel,
  partition: Partition | undefined,
  actor: Actor,
): void {
  const failure = armingFailureOf(signal.code)
  if (failure === null) return
  intrusion.context.journal.append({
    actor,
    kind: 'intrusion.panel-arming-failed',
    subject: partition?.id ?? panel.id,
    body: {
      partition: partition?.name ?? panel.name,
      failure,
      userNumber: signal.userNumber,
      person: nameOf(panel, signal),
      code: signal.code,
    },
  })
  if (failure === 'disarm-failed') return
  intrusion.context.incidents.occur({
    kind: 'arming-missed',
    place: {
      key: `${partition?.id ?? panel.id}:panel-arming`,
      name: partition?.name ?? panel.name,
      panelId: panel.id,
      zoneId: null,
      cameraIds: [],
    },
    actor,
    code: failure,
    deviceAtMs: signal.deviceAtMs,
    receivedAtMs: signal.receivedAtMs,
  })
}

/** Somebody was forced to use the keypad: a panic alarm, whether or not the panel knows the code as one. */
function raiseDuress(intrusion: Reached, signal: Signal, panel: Panel, actor: Actor): void {
  const user = userOf(panel, signal)
  if (user?.duress !== true) return
  intrusion.context.incidents.occur({
    kind: 'panic',
    place: placeOfDuress(panel, signal),
    actor,
    code: 'duress',
    deviceAtMs: signal.deviceAtMs,
    receivedAtMs: signal.receivedAtMs,
  })
}

/** A panic of the keypad itself: no incident of the panel (a lost line, a fault) may hide it. */
export function placeOfDuress(panel: Panel, signal: Signal): IncidentPlace {
  const name = nameOf(panel, signal)
  return {
    key: `panel:${panel.id}:duress`,
    name: `${panel.name} 胁迫码${name === null ? '' : `（${name}）`}`,
    panelId: panel.id,
    zoneId: null,
    cameraIds: [],
  }
}

/** Panels that tell no number (ISAPI) tell the name that the user has on the panel. */
function userOf(panel: Panel, { userNumber, userName }: Signal): KeypadUser | undefined {
  const called = sameName(userName ?? '')
  return panel.keypadUsers.find(({ number, name }) =>
    userNumber === null ? called !== '' && sameName(name) === called : number === userNumber,
  )
}

const sameName = (name: string): string => name.trim().toLowerCase()

/** Whom the ledger names: the school's own name of the user before the panel's. */
const nameOf = (panel: Panel, signal: Signal): string | null =>
  userOf(panel, signal)?.name ?? signal.userName ?? null

/** `WAY:NUMBER:NAME`; the screen puts it into words. */
function changedBy(way: ArmingWay, signal: Signal, panel: Panel): string {
  const number = signal.userNumber === null ? '' : String(signal.userNumber)
  return `${way}:${number}:${nameOf(panel, signal) ?? ''}`
}
