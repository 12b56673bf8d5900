import { create } from 'zustand'
import { requestsAtOnce, type ApprovalAct } from '../../../shared/contract/approvals.ts'
import type { ApprovalKind } from '../../../shared/domain/approval-kinds.ts'
import type { Approval } from '../../../shared/domain/approval.ts'
import { call } from '../../link/stores.ts'

export const tabs = ['waiting', 'mine', 'all'] as const
export type Tab = (typeof tabs)[number]

interface ApprovalsState {
  readonly list: readonly Approval[] | null
  /** Whether there are older ones that are not in the list yet. */
  readonly hasOlder: boolean
  /** Older ones that were asked for by their number. */
  readonly found: readonly Approval[]
  /** Narrow the list; null: all. */
  readonly kind: ApprovalKind | null
  readonly stateKind: Approval['state']['kind'] | null
  readonly error: unknown
  /** The revision that was read last. */
  readonly revision: number | null
  /** Null: the tab that has something to do. */
  readonly tab: Tab | null
  /** Number of the request in view; `new` while one is written. */
  readonly shown: number | 'new' | null
  /** The draft that is written on; null for a new one. */
  readonly draft: Approval | null
}

const nothing: ApprovalsState = {
  list: null,
  hasOlder: false,
  found: [],
  kind: null,
  stateKind: null,
  error: null,
  revision: null,
  tab: null,
  shown: null,
  draft: null,
}

export const useApprovals = create<ApprovalsState>(() => ({
  ...nothing,
}))

/**
 * Reads the requests anew, unless this revision of them is already in view; null always reads. An answer that comes
 * after somebody else sat down is dropped by the next reading.
 */
export async function readApprovals(revision: number | null): Promise<void> {
  if (revision !== null && useApprovals.getState().revision === revision) return
  try {
    useApprovals.setState({ revision })
    useApprovals.setState({ ...(await readPages(useApprovals.getState().list?.length ?? 0)), error: null })
  } catch (error) {
    useApprovals.setState({ list: null, hasOlder: false, error })
  }
}

/** Reads on, below the oldest one in view. */
export async function readOlder(): Promise<void> {
  try {
    useApprovals.setState(await readPages((useApprovals.getState().list?.length ?? 0) + 1))
  } catch (error) {
    useApprovals.setState({ list: null, hasOlder: false, error })
  }
}

/** As many pages as have that many requests. */
async function readPages(count: number): Promise<Pick<ApprovalsState, 'list' | 'hasOlder'>> {
  const list: Approval[] = []
  for (;;) {
    const page = await call('approvals.list', { beforeNumber: list.at(-1)?.number ?? null })
    list.push(...page)
    const hasOlder = page.length === requestsAtOnce
    if (!hasOlder || list.length >= count) return { list, hasOlder }
  }
}

export function show(shown: ApprovalsState['shown'], draft: Approval | null = null): void {
  useApprovals.setState({ shown, draft })
}

/** Somebody else sits at the desk: nothing of the one before stays in view. */
export function forget(): void {
  useApprovals.setState(nothing)
}

/** Shows a request by its number, also one that is too old for the list. Rejects with the refusal. */
export async function find(number: number): Promise<void> {
  const known = useApprovals.getState().list?.some(approval => approval.number === number)
  if (known !== true) useApprovals.setState({ found: [await call('approvals.read', { number })] })
  show(number)
}

/** One act on a request. Rejects with the refusal. */
export async function act(number: number, chosen: ApprovalAct): Promise<void> {
  await call('approvals.act', { number, act: chosen })
  await readApprovals(null)
}
