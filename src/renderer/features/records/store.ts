import { useEffect } from 'react'
import { create } from 'zustand'
import type { RecordsReport } from '../../../shared/domain/record-class.ts'
import { call, useKnown } from '../../link/stores.ts'

interface RecordsState {
  readonly report: RecordsReport | null
  readonly error: unknown
}

const useRecords = create<RecordsState>(() => ({ report: null, error: null }))

const everyMs = 10_000

/** Asks core again. */
export async function readRecords(): Promise<void> {
  try {
    useRecords.setState({ report: await call('records.report', {}), error: null })
  } catch (error) {
    useRecords.setState({ error })
  }
}

/** Keeps the report fresh while the page is in view. */
export function useRecordsReport(): RecordsState {
  const connected = useKnown(state => state.connected)
  useEffect(() => {
    if (!connected) return
    void readRecords()
    const timer = setInterval(() => void readRecords(), everyMs)
    return () => clearInterval(timer)
  }, [connected])
  return useRecords()
}
