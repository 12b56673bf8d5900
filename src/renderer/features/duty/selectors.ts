import type { Session } from '../../../shared/domain/duty.ts'
import type { Permission } from '../../../shared/domain/rights.ts'
import { useKnown } from '../../link/stores.ts'

/** Who sits at the desk; null when nobody signed on, or nothing was told yet. */
export function useSession(): Session | null {
  return useKnown(state => state.duty?.session ?? null)
}

export function useSignedOn(): boolean {
  return useKnown(state => state.duty?.session != null)
}

/** Whether the person at the desk has a right. Courtesy for greying out; core checks every call. */
export function useMay(permission: Permission): boolean {
  return useKnown(state => state.duty?.session?.permissions.includes(permission) ?? false)
}
