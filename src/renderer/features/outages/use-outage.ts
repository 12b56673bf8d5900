import { outageOf, type OutageReport } from '../../../shared/domain/outage.ts'
import type { RequestDevice } from '../../../shared/domain/approval-kinds.ts'
import { useKnown } from '../../link/stores.ts'

/** The running outage that names a device; null when there is none. */
export function useOutage(kind: RequestDevice['kind'], id: string): OutageReport | null {
  return useKnown(known => outageOf(known.outages, kind, id))
}
