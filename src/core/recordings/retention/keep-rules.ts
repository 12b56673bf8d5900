import { beijingOffsetMs } from '../../../shared/domain/clock.ts'
import type { Camera, Place, PlaceType } from '../../../shared/site.ts'

export const dayMs = 86_400_000
/** 重点要害部位 (B-4.4.1.d). */
const keyAreaDays = 90
/** Of a camera that no site file knows any more nobody can say what it looked at. */
const unknownCameraDays = 90

/** Days counted from 1970 by Beijing time. */
export const dayOf = (ms: number): number => Math.floor((ms + beijingOffsetMs) / dayMs)
export const dayStartMs = (day: number): number => day * dayMs - beijingOffsetMs

/** How long recordings of a camera must be kept, and how much they matter when that is not possible. */
export interface KeepRule {
  readonly cameraId: string
  readonly name: string
  readonly placeName: string
  readonly isKeyArea: boolean
  readonly keepDays: number
  /** Higher = given up later. */
  readonly importance: number
  readonly isRecorded: boolean
}

/** Where people come in, sleep, eat, or where a camera stands against a crime, before halls and yards. */
const weighty: ReadonlySet<PlaceType> = new Set([
  'main-gate',
  'side-gate',
  'outside-25m',
  'perimeter',
  'guard-room',
  'dormitory',
  'canteen-store',
  'canteen-kitchen',
  'hazardous-store',
  'finance',
  'security-plant',
])

/** The rule of a camera: its own days, 90 where its place is a key area, never below the 30 of .a. */
export function keepRule(camera: Camera, places: readonly Place[]): KeepRule {
  const place = places.find(({ id }) => id === camera.place)
  const isKeyArea = place?.keyArea ?? false
  return {
    cameraId: camera.id,
    name: camera.name,
    placeName: place?.name ?? '',
    isKeyArea,
    keepDays: isKeyArea ? Math.max(keyAreaDays, camera.retentionDays) : camera.retentionDays,
    importance: isKeyArea ? 2 : place !== undefined && weighty.has(place.type) ? 1 : 0,
    isRecorded: camera.record !== 'off' && camera.enabled && !camera.retired,
  }
}

/** What holds for recordings of a camera that is not in the site file. */
export function ruleOfUnknown(cameraId: string): KeepRule {
  return {
    cameraId,
    name: cameraId,
    placeName: '',
    isKeyArea: false,
    keepDays: unknownCameraDays,
    importance: 2,
    isRecorded: false,
  }
}

/** Recordings that ended at or before this may go; all later ones must stay. */
export const mayGoBeforeMs = (rule: KeepRule, nowMs: number): number => nowMs - rule.keepDays * dayMs

/** A station that was off for longer than this may come back with a wrong clock. */
const trustedPauseMs = 7 * dayMs
/** How much a running clock may be corrected between two looks. */
const trustedStepMs = 3_600_000

/**
 * What time it is for deleting by age. A PC whose clock jumps two months ahead (an empty battery, a typing error) would
 * delete everything it has; so time counts as past only as far as this station lived through it, unless a time server
 * proves the clock.
 * @param lastMs trusted time at the last look; null at the first
 * @param livedMs what passed since then by the monotonic clock; null after a start
 */
export function trustedTime(
  wallMs: number,
  lastMs: number | null,
  livedMs: number | null,
  isProved: boolean,
): number {
  if (lastMs === null || isProved) return wallMs
  const mostMs = lastMs + (livedMs === null ? trustedPauseMs : livedMs + trustedStepMs)
  return Math.min(wallMs, mostMs)
}
