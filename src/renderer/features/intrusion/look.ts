import type { PartitionReport } from '../../../shared/contract/intrusion.ts'
import type { ZoneState } from '../../../shared/domain/intrusion.ts'
import type { PartitionView } from '../../../shared/site-view.ts'
import type { Tone } from '../../ui/tone.ts'

/** Colour and shape of a partition. A disarmed perimeter is out of its norm; a disarmed building is not. */
export function toneOfPartition(
  kind: PartitionView['kind'],
  state: PartitionReport['state'] | undefined,
): Tone {
  switch (state) {
    case 'armed':
      return 'ok'
    case 'disarmed':
      return kind === 'perimeter' ? 'warn' : 'info'
    case 'arming':
    case 'disarming':
      return 'busy'
    case 'unknown':
    case undefined:
      return 'unknown'
  }
}

export const toneOfZone: Readonly<Record<ZoneState, Tone>> = {
  unknown: 'unknown',
  normal: 'ok',
  open: 'warn',
  alarm: 'alarm',
  fault: 'fault',
  tamper: 'warn',
  bypassed: 'off',
}

export const toneOfLine = { online: 'ok', lost: 'fault', unknown: 'unknown' } as const
export const toneOfPower = { ok: 'ok', fault: 'fault', unknown: 'unknown' } as const
