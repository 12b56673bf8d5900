import { useState } from 'react'
import type { RequestDraft } from '../../../shared/contract/approvals.ts'
import { call } from '../../link/stores.ts'
import { readApprovals, show } from './store.ts'

/**
 * Keeps what a form says as a draft, and submits it. A refused submission leaves the draft: the next try goes on with it.
 * @param number of the draft that is written on; null for a new one
 */
export function useSaving(number: number | null) {
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [kept, setKept] = useState(number)
  const save = async (draft: RequestDraft, isSubmitted: boolean): Promise<void> => {
    setIsBusy(true)
    try {
      const saved = await call('approvals.save', { number: kept, draft })
      setKept(saved.number)
      if (isSubmitted) await call('approvals.act', { number: saved.number, act: { type: 'submit' } })
      await readApprovals(null)
      show(saved.number)
    } catch (refused) {
      setError(refused)
    } finally {
      setIsBusy(false)
    }
  }
  return { error, isBusy, save }
}
