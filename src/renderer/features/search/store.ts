import { create } from 'zustand'
import type { LedgerId } from '../../../shared/domain/ledger.ts'
import type { SearchHit, SearchPage } from '../../../shared/domain/search.ts'
import { openPage } from '../../app/navigation.ts'
import { call } from '../../link/stores.ts'
import { useLocale } from '../../link/use-text.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { beijingMidnight } from '../../ui/time.ts'
import { showSource } from '../ledgers/index.ts'
import { askedDays, type Asked } from './asked-days.ts'

const dayMs = 86_400_000
const hitsPerPage = 50

export interface SearchChoice {
  readonly text: string
  readonly person: string
  readonly place: string
  readonly device: string
  readonly plate: string
  readonly ledger: LedgerId | null
  /** Null: from the beginning, until now. */
  readonly fromMs: number | null
  readonly toMs: number | null
}

type Found =
  | { readonly kind: 'nothing-asked' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'ready'
      readonly hits: readonly SearchHit[]
      readonly olderThanSeq: number | null
      readonly waiting: number
      /** The time that was read out of the text; null where it named none, or the fields do. */
      readonly days: Asked['days']
    }

const nothing: SearchChoice = {
  text: '',
  person: '',
  place: '',
  device: '',
  plate: '',
  ledger: null,
  fromMs: null,
  toMs: null,
}

/** What is looked for, and what was found. It stays while another page is in view: the way back from a ledger. */
export const useSearch = create<{ readonly choice: SearchChoice; readonly found: Found }>(() => ({
  choice: nothing,
  found: { kind: 'nothing-asked' },
}))

/** Changes what is looked for; looked for on `find`. */
export function ask(part: Partial<SearchChoice>): void {
  useSearch.setState(({ choice }) => ({ choice: { ...choice, ...part } }))
}

/** Empties all fields. */
export function askNothing(): void {
  useSearch.setState({ choice: nothing, found: { kind: 'nothing-asked' } })
}

/** Looks, from the newest. An answer to an older question is dropped. */
export async function find(): Promise<void> {
  const { choice } = useSearch.getState()
  useSearch.setState({ found: { kind: 'looking' } })
  try {
    const page = await firstFinds(choice)
    if (useSearch.getState().choice === choice)
      useSearch.setState({ found: { kind: 'ready', ...page, days: meant(choice).days } })
  } catch (error) {
    if (useSearch.getState().choice === choice) useSearch.setState({ found: { kind: 'failed', error } })
  }
}

/** Adds the next older ones. */
export async function findOlder(): Promise<void> {
  const { choice, found } = useSearch.getState()
  if (found.kind !== 'ready' || found.olderThanSeq === null) return
  try {
    const page = await asked(choice, found.olderThanSeq)
    if (useSearch.getState().found === found)
      useSearch.setState({ found: { ...found, ...page, hits: [...found.hits, ...page.hits] } })
  } catch (error) {
    useSearch.setState({ found: { kind: 'failed', error } })
  }
}

/** The way back to the source: the ledger, its day and page, with the row marked. */
export async function openSource(hit: SearchHit, ledger: LedgerId): Promise<void> {
  const { locale } = useLocale.getState()
  showSource(await call('search.source', { seq: hit.seq, ledger, locale }), hit.seq)
  openPage('ledgers')
}

/** Core looks at some entries at a time; where none of them fits, it is asked to go on. */
async function firstFinds(choice: SearchChoice): Promise<SearchPage> {
  let page = await asked(choice, null)
  while (page.hits.length === 0 && page.olderThanSeq !== null && useSearch.getState().choice === choice)
    page = await asked(choice, page.olderThanSeq)
  return page
}

function asked(choice: SearchChoice, olderThanSeq: number | null): Promise<SearchPage> {
  const { fromMs, toMs, ...rest } = choice
  const { text, days } = meant(choice)
  return call('search.find', {
    ...rest,
    text,
    fromMs: fromMs ?? days?.fromMs ?? 0,
    toMs: toMs ?? days?.toMs ?? beijingMidnight(stationNowMs()) + 2 * dayMs,
    olderThanSeq,
    limit: hitsPerPage,
    locale: useLocale.getState().locale,
  })
}

/** A time in the text counts where the fields give none. */
const meant = ({ text, fromMs, toMs }: SearchChoice): Asked =>
  fromMs === null && toMs === null ? askedDays(text, stationNowMs()) : { text, days: null }
