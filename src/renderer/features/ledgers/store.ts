import { create } from 'zustand'
import {
  LedgerId,
  ledgersByCamera,
  type LedgerPage,
  type LedgerQuery,
} from '../../../shared/domain/ledger.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import type { SearchSource } from '../../../shared/domain/search.ts'
import { call } from '../../link/stores.ts'
import { useLocale } from '../../link/use-text.ts'
import { showArchives } from '../archives/index.ts'
import { rowsToTurn, startFor, withNext, type PageStart } from './page-starts.ts'
import { spanOf, type Period } from './period.ts'

export const rowsPerPage = 50
/** A text is looked for when the typing rests, ms. */
const restMs = 300

/** The station's clock is known a push late: what was written a moment ago belongs to a period until now, ms. */
const behindMs = 3_000

export interface LedgerChoice {
  readonly ledger: LedgerId
  readonly period: Period
  readonly text: string
  /** Rows about this camera only, in ledgers that know cameras; empty = all. */
  readonly cameraId: string
  /** From 1. */
  readonly page: number
}

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'ready'
      readonly page: LedgerPage
      /** Rows that were found so far, and those that the pages to turn to have. */
      readonly found: number
      readonly toTurn: number
    }

interface LedgersState {
  /** The entry that a search led to: its row is marked. */
  readonly markedSeq: number | null
  readonly choice: LedgerChoice
  readonly loaded: Loaded
}

/** Where this PC remembers which ledger was read last. */
const lastKey = 'ledger'

const lastLedger = (): LedgerId => LedgerId.catch('duty').parse(localStorage.getItem(lastKey))

export const useLedgers = create<LedgersState>(() => ({
  choice: { ledger: lastLedger(), period: { kind: 'day' }, text: '', cameraId: '', page: 1 },
  loaded: { kind: 'loading' },
  markedSeq: null,
}))

/** What is asked of core for a choice. */
export function queryOf(choice: LedgerChoice): Required<LedgerQuery> {
  const { ledger, period, text } = choice
  return {
    ledger,
    ...spanOf(period, stationNowMs() + behindMs),
    text: text.trim(),
    cameraId: ledgersByCamera.includes(ledger) ? choice.cameraId : '',
    locale: useLocale.getState().locale,
  }
}

/** Where the pages of the choice begin, as far as they have been read. */
let starts: readonly PageStart[] = []

let rest: ReturnType<typeof setTimeout> | undefined

/** Chooses another ledger, period, text or page, and reads it. A change of what is read begins at the first page. */
export function choose(part: Partial<LedgerChoice>): void {
  showArchives(false)
  if (part.ledger !== undefined) localStorage.setItem(lastKey, part.ledger)
  const before = useLedgers.getState().choice
  if (Object.keys(part).some(key => key !== 'page')) starts = []
  useLedgers.setState({ choice: { ...before, page: 1, ...part } })
  clearTimeout(rest)
  const isTyping = part.text !== undefined && part.ledger === undefined
  if (isTyping) rest = setTimeout(() => void readLedger(), restMs)
  else void readLedger()
}

/** Reads the chosen page of the ledger. An answer to an older question is dropped. */
export async function readLedger(): Promise<void> {
  const { choice, loaded } = useLedgers.getState()
  if (loaded.kind !== 'ready' || loaded.page.ledger !== choice.ledger)
    useLedgers.setState({ loaded: { kind: 'loading' } })
  const isCurrent = () => useLedgers.getState().choice === choice
  const start = startFor(starts, choice.page)
  try {
    const page = await call('ledgers.page', {
      ...queryOf(choice),
      before: start.before,
      offset: (choice.page - start.page) * rowsPerPage,
      limit: rowsPerPage,
    })
    if (!isCurrent()) return
    starts = withNext(starts, start, choice.page, page, rowsPerPage)
    const toTurn = rowsToTurn(start, choice.page, page, rowsPerPage)
    useLedgers.setState({ loaded: { kind: 'ready', page, found: start.passed + page.total, toTurn } })
  } catch (error) {
    if (isCurrent()) useLedgers.setState({ loaded: { kind: 'failed', error } })
  }
}

/** Brings up the day and the page on which an entry stands, and marks its row. */
export function showSource({ ledger, fromMs, toMs, index }: SearchSource, seq: number): void {
  const page = Math.floor((index ?? 0) / rowsPerPage) + 1
  choose({ ledger, text: '', cameraId: '', period: { kind: 'chosen', fromMs, toMs }, page })
  useLedgers.setState({ markedSeq: seq })
}

/** What another page may ask a ledger for; what it does not say is not narrowed. */
type LedgerQuestion = Partial<Pick<LedgerChoice, 'period' | 'text' | 'cameraId'>>

/** Brings a ledger up, of the last 24 hours where no period is asked for; the page itself is opened by the caller. */
export function showLedger(ledger: LedgerId, question: LedgerQuestion = {}): void {
  choose({ ledger, text: '', cameraId: '', period: { kind: 'day' }, ...question })
  useLedgers.setState({ markedSeq: null })
}
