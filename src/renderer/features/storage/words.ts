import type { KeepingState, StorageOutlook, VolumeState } from '../../../shared/domain/storage.ts'
import type { Tone } from '../../ui/tone.ts'

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/** `1.4 TB`, as disks are sold: 10^12 bytes. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes)
  let unit = 0
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000
    unit++
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`
}

/** Downwards: what is not whole is never shown as 100 %. */
export function formatShare(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)}%`
}

/** `2:05:10`, hours first. What is there is never shown as nothing. */
export function formatLength(ms: number): string {
  const seconds = ms > 0 ? Math.max(1, Math.round(ms / 1_000)) : 0
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

export const toneOfVolume: Readonly<Record<VolumeState, Tone>> = {
  ok: 'ok',
  slow: 'warn',
  full: 'fault',
  'read-only': 'fault',
  missing: 'fault',
  failed: 'fault',
}
export const toneOfKeeping: Readonly<Record<KeepingState, Tone>> = {
  kept: 'ok',
  'not-yet': 'info',
  short: 'fault',
  nothing: 'warn',
  off: 'off',
}
export const toneOfLevel: Readonly<Record<StorageOutlook['level'], Tone>> = {
  fine: 'ok',
  soon: 'warn',
  short: 'fault',
}
