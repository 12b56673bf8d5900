import { create } from 'zustand'
import { moveRenewMs, type PtzTarget, type PtzVelocity } from '../../../../shared/domain/ptz.ts'
import type { CallInput } from '../../../../shared/contract.ts'
import { Refusal } from '../../../../shared/refusal.ts'
import { call, useKnown } from '../../../link/stores.ts'

/** Parts of the highest speed. */
export const speeds = { slow: 0.2, middle: 0.5, fast: 1 } as const
export type SpeedName = keyof typeof speeds

interface PtzState {
  /** The camera whose panel is open: arrows, + - and the wheel turn it. */
  openFor: string | null
  isAsking: boolean
  speed: SpeedName
  /** Why the last thing asked for was not done. */
  refusal: unknown
}

export const usePtz = create<PtzState>(() => ({
  openFor: null,
  isAsking: false,
  speed: 'middle',
  refusal: null,
}))

/** What is held down now; asked again until it is let go. */
let driving: { readonly cameraId: string; readonly velocity: PtzVelocity; readonly timer: number } | null =
  null

const refused = (error: unknown): void => {
  if (error instanceof Refusal) usePtz.setState({ refusal: error })
  else throw error
}

/** Something asked of the camera; a refusal is shown in the panel. */
async function ask(work: () => Promise<unknown>): Promise<boolean> {
  usePtz.setState({ isAsking: true, refusal: null })
  try {
    await work()
    return true
  } catch (error) {
    refused(error)
    return false
  } finally {
    usePtz.setState({ isAsking: false })
  }
}

/** Opens the panel, and takes the camera when nobody has it. */
export function openPtz(cameraId: string): void {
  usePtz.setState({ openFor: cameraId, refusal: null })
  const report = useKnown.getState().ptz?.find(camera => camera.cameraId === cameraId)
  if ((report?.owner ?? null) === null) take(cameraId, false)
}

/** Closes the panel and lets the camera go; nothing when it is not open. */
export function closePtz(cameraId: string): void {
  if (usePtz.getState().openFor !== cameraId) return
  halt()
  usePtz.setState({ openFor: null, refusal: null })
  // Whoever has signed off meanwhile has let go already.
  call('ptz.release', { cameraId }).catch(() => {})
}

/** Asks the camera whether it turns; the answer comes as report. */
export function lookAt(cameraId: string): void {
  call('ptz.look', { cameraId }).catch(() => {})
}

export function take(cameraId: string, takeOver: boolean): void {
  void ask(() => call('ptz.take', { cameraId, takeOver }))
}

export function go(cameraId: string, to: PtzTarget): void {
  void ask(() => call('ptz.go', { cameraId, to }))
}

export function savePreset(preset: CallInput<'ptz.save-preset'>): Promise<boolean> {
  return ask(() => call('ptz.save-preset', preset))
}

export function removePreset(cameraId: string, token: string): void {
  void ask(() => call('ptz.remove-preset', { cameraId, token }))
}

export function setGuard(cameraId: string, guard: PtzTarget): void {
  void ask(() => call('ptz.set-guard', { cameraId, guard }))
}

/**
 * Moves until `halt`, or until the camera refuses; core ends it when this page stops asking. Gives what ends this
 * movement and no later one.
 */
export function drive(cameraId: string, velocity: PtzVelocity): () => void {
  if (driving !== null) window.clearInterval(driving.timer)
  const renew = () => {
    call('ptz.move', { cameraId, velocity }).catch((error: unknown) => {
      if (driving !== mine) return
      window.clearInterval(mine.timer)
      driving = null
      refused(error)
    })
  }
  const mine = { cameraId, velocity, timer: window.setInterval(renew, moveRenewMs) }
  driving = mine
  usePtz.setState({ refusal: null })
  renew()
  return () => {
    if (driving === mine) halt()
  }
}

/** Whatever is let go stops; nothing when nothing moves. */
export function halt(): void {
  if (driving === null) return
  window.clearInterval(driving.timer)
  const { cameraId } = driving
  driving = null
  call('ptz.stop', { cameraId }).catch(refused)
}
