import { create } from 'zustand'
import type { RosterChange, RosterPage } from '../../../shared/contract/roster.ts'
import type { RosterCell } from '../../../shared/domain/roster.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { formatDay } from '../../ui/time.ts'

export type RosterView = 'week' | 'month'

interface RosterState {
  readonly view: RosterView
  /** The first day in view; empty until the page was opened. */
  readonly fromDay: string
  readonly page: RosterPage | null
  readonly error: unknown
  /** What the last change was refused for. */
  readonly refusal: unknown
  /** The place that waits for another to be swapped with. */
  readonly swapping: RosterCell | null
}

export const useRoster = create<RosterState>(() => ({
  view: 'month',
  fromDay: '',
  page: null,
  error: null,
  refusal: null,
  swapping: null,
}))

const dayMs = 86_400_000

/** The date so many days later. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** The first day of the week (Monday) or month that a day lies in. */
function beginOf(view: RosterView, day: string): string {
  if (view === 'month') return `${day.slice(0, 8)}01`
  return dayAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

/** The last day in view. */
function endOf(view: RosterView, fromDay: string): string {
  return view === 'week' ? dayAfter(fromDay, 6) : dayAfter(beginOf('month', dayAfter(fromDay, 31)), -1)
}

/** What is in view, as core is asked for it. */
export function spanInView(): { fromDay: string; toDay: string } {
  const { view, fromDay } = useRoster.getState()
  return { fromDay, toDay: endOf(view, fromDay) }
}

/** Brings another stretch into view. @param steps weeks or months from the present one; null: where today lies */
export function showRoster(view: RosterView, steps: number | null = 0): void {
  const before = useRoster.getState().fromDay
  const today = formatDay(stationNowMs())
  const near = steps === null || before === '' ? today : before
  const begin = beginOf(view, near)
  const moved =
    steps === null || steps === 0
      ? begin
      : steps > 0
        ? beginOf(view, dayAfter(endOf(view, begin), 1))
        : beginOf(view, dayAfter(begin, -1))
  useRoster.setState({ view, fromDay: moved, swapping: null, refusal: null })
  void readRoster()
}

/** Reads what is in view; an answer to an older question is dropped. */
export async function readRoster(): Promise<void> {
  const span = spanInView()
  try {
    const page = await call('roster.read', span)
    if (spanInView().fromDay === span.fromDay) useRoster.setState({ page, error: null })
  } catch (error) {
    useRoster.setState({ error })
  }
}

/** Sends a change and reads anew; false when it was refused. */
export async function changeRoster(
  how: RosterChange,
  cells: readonly RosterCell[],
  reason = '',
): Promise<boolean> {
  try {
    await call('roster.change', { how, reason, cells: [...cells] })
    useRoster.setState({ refusal: null, swapping: null })
    return true
  } catch (refusal) {
    useRoster.setState({ refusal, swapping: null })
    return false
  } finally {
    await readRoster()
  }
}

/** The first place of a swap is remembered; the second one swaps. */
export function swapWith(cell: RosterCell): void {
  const first = useRoster.getState().swapping
  if (first === null) {
    useRoster.setState({ swapping: cell, refusal: null })
    return
  }
  const isSame = first.post === cell.post && first.day === cell.day && first.shift === cell.shift
  if (isSame) useRoster.setState({ swapping: null })
  else
    void changeRoster('swapped', [
      { ...first, personId: cell.personId },
      { ...cell, personId: first.personId },
    ])
}
