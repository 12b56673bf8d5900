import { create } from 'zustand'
import type { Act } from './readiness.ts'

interface IntrusionState {
  /** The question in front: arm or disarm which partition; null = none. */
  readonly asked: { readonly partitionId: string; readonly act: Act } | null
}

export const useIntrusion = create<IntrusionState>(() => ({ asked: null }))

/** Opens the dialog to arm or disarm a partition. Nothing is sent before the guard presses there. */
export function openArming(partitionId: string, act: Act): void {
  useIntrusion.setState({ asked: { partitionId, act } })
}

export function closeArming(): void {
  useIntrusion.setState({ asked: null })
}
