import { create } from 'zustand'
import { handToFirst, onAsked } from '../../link/first-window.ts'
import type { Act } from './readiness.ts'

interface IntrusionState {
  /** The question in front: arm or disarm which partition; null = none. */
  readonly asked: { readonly partitionId: string; readonly act: Act } | null
  /** The zone that somebody wants to take out of service; null = none. */
  readonly bypass: string | null
}

export const useIntrusion = create<IntrusionState>(() => ({ asked: null, bypass: null }))

/** Opens the dialog to arm or disarm a partition. Nothing is sent before the guard presses there. */
export function openArming(partitionId: string, act: Act): void {
  if (handToFirst({ type: 'arming', partitionId, kind: act })) return
  useIntrusion.setState({ asked: { partitionId, act } })
}

/** Opens the dialog that the second window asks for; while the dialog is mounted. */
export function watchAsked(): Disposable {
  return onAsked(ask => ask.type === 'arming' && openArming(ask.partitionId, ask.kind))
}

export function closeArming(): void {
  useIntrusion.setState({ asked: null })
}

/** Asks why and until when a zone is taken out of service. */
export function openBypass(zoneId: string): void {
  useIntrusion.setState({ bypass: zoneId })
}

export function closeBypass(): void {
  useIntrusion.setState({ bypass: null })
}
