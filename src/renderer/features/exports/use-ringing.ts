import { isUnacknowledged } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'

/** Whether an alarm waits to be seen: until then no dialog lies over it; what was typed stays. */
export function useRinging(): boolean {
  return useKnown(state => (state.incidents ?? []).some(isUnacknowledged))
}
