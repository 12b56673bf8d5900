import { create } from 'zustand'
import type { AlarmFigures } from '../../../shared/domain/alarm-figures.ts'
import { call, useKnown } from '../../link/stores.ts'
import { beijingMidnight } from '../../ui/time.ts'

/** Days with today. */
export const periods = { week: 7, month: 30, quarter: 90, year: 365 } as const
export type PeriodName = keyof typeof periods

const dayMs = 86_400_000

type Figures =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly figures: AlarmFigures }

interface AlarmLoadState {
  /** The dialog of shelved zones; `zoneId` is the zone that is to be shelved. */
  readonly dialog: { readonly zoneId: string | null } | null
  readonly period: PeriodName
  readonly figures: Figures
}

export const useAlarmLoad = create<AlarmLoadState>(() => ({
  dialog: null,
  period: 'month',
  figures: { kind: 'loading' },
}))

/** Opens the list of shelved zones, with a zone that is to be shelved. */
export function openShelving(zoneId: string | null = null): void {
  useAlarmLoad.setState({ dialog: { zoneId } })
}

export function closeShelving(): void {
  useAlarmLoad.setState({ dialog: null })
}

/** Whole days of Beijing time; of today core counts what has come. */
export function spanOf(period: PeriodName, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = Math.round(beijingMidnight(nowMs)) + dayMs
  return { fromMs: toMs - periods[period] * dayMs, toMs }
}

export function choosePeriod(period: PeriodName): void {
  useAlarmLoad.setState({ period, figures: { kind: 'loading' } })
  void readFigures()
}

/** Reads the figures of the chosen period anew; what is answered too late is not shown. */
export async function readFigures(): Promise<void> {
  const { period } = useAlarmLoad.getState()
  const show = (figures: Figures) => {
    if (useAlarmLoad.getState().period === period) useAlarmLoad.setState({ figures })
  }
  try {
    show({ kind: 'ready', figures: await call('statistics.figures', spanOf(period, nowOfStation())) })
  } catch (error) {
    show({ kind: 'failed', error })
  }
}

/** Core's time, as far as it told it: the figures are counted there. */
export function nowOfStation(): number {
  return useKnown.getState().station?.nowMs ?? Date.now()
}
