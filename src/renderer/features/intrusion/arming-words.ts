import type { ArmingReport, ArmingWatch, PartitionArming } from '../../../shared/contract/arming.ts'
import type { Tone } from '../../ui/tone.ts'

/** What the station keeps of a partition's arming; undefined before it told. */
export function armingOf(report: ArmingReport | null, partitionId: string): PartitionArming | undefined {
  return report?.partitions.find(partition => partition.partitionId === partitionId)
}

/** What there is to say about a watch, and how loud; null when all is as it should be. */
export function alertOf(
  watch: ArmingWatch | null,
  nowMs: number,
): { tone: Tone; key: 'reminded' | 'departed' | 'held' | 'missed' | 'escalated' } | null {
  if (watch === null || watch.stage === 'met') return null
  if (watch.hold !== null && watch.hold.untilMs > nowMs) return { tone: 'warn', key: 'held' }
  if (watch.stage === 'missed' || watch.stage === 'escalated') return { tone: 'alarm', key: watch.stage }
  return { tone: 'warn', key: watch.stage === 'departed' ? 'departed' : 'reminded' }
}

/** Whether the arming that is due may be put off (overtime): not a perimeter, not a disarming. */
export function canHold(kind: 'intrusion' | 'perimeter', watch: ArmingWatch | null): boolean {
  return kind === 'intrusion' && watch !== null && watch.to === 'armed' && watch.stage !== 'met'
}

/** How somebody came to arm or disarm at the panel, as core tells it: `keypad:2:李强`; null for a name of the desk. */
export function panelUse(changedBy: string): { way: string; number: string; name: string } | null {
  const match = /^(keypad|panel-schedule|remote|quick|key|forced):(\d*):(.*)$/.exec(changedBy)
  return match === null ? null : { way: match[1] ?? '', number: match[2] ?? '', name: match[3] ?? '' }
}
