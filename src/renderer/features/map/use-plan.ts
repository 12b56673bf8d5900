import { useEffect } from 'react'
import { create } from 'zustand'
import type { Plan } from '../../../shared/site.ts'
import { call, useKnown } from '../../link/stores.ts'

export type PlanLoad =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly kind: 'ready'; readonly plan: Plan }

/** Drawings as they were read last, by id: the pop-up's map is there at once. */
const usePlans = create<{ readonly byId: Readonly<Record<string, PlanLoad>> }>(() => ({ byId: {} }))

async function loadPlan(id: string): Promise<void> {
  try {
    keep(id, { kind: 'ready', plan: await call('site.plan', { id }) })
  } catch (error) {
    // An old drawing is better than none: walls do not move.
    if (usePlans.getState().byId[id]?.kind === 'ready') return
    keep(id, { kind: 'failed', error, retry: () => void loadPlan(id) })
  }
}

function keep(id: string, load: PlanLoad): void {
  usePlans.setState(({ byId }) => {
    const before = byId[id]
    // The same drawing again must not make the map jump back to the whole plan.
    const isSame = before?.kind === 'ready' && JSON.stringify(before) === JSON.stringify(load)
    return isSame ? { byId } : { byId: { ...byId, [id]: load } }
  })
}

/** The drawing of a plan; asked for again when core is back, for the site may have changed. */
export function usePlan(id: string | null): PlanLoad {
  const connected = useKnown(state => state.connected)
  const load = usePlans(state => (id === null ? undefined : state.byId[id]))
  useEffect(() => {
    if (id !== null && connected) void loadPlan(id)
  }, [id, connected])
  return load ?? { kind: 'loading' }
}
