import { useEffect } from 'react'
import { create } from 'zustand'
import type { OpenMatters } from '../../../shared/contract/inspector.ts'
import { call, useKnown } from '../../link/stores.ts'

interface InspectorState {
  readonly matters: OpenMatters | null
  readonly error: unknown
}

const useInspector = create<InspectorState>(() => ({ matters: null, error: null }))

/** What is open may change while it is looked at, ms. */
const everyMs = 10_000

/** Asks core again. */
export async function readOpenMatters(): Promise<void> {
  try {
    useInspector.setState({ matters: await call('inspector.open-matters', {}), error: null })
  } catch (error) {
    useInspector.setState({ error })
  }
}

/** Keeps what is open fresh while the page is in view. */
export function useOpenMatters(): InspectorState {
  const connected = useKnown(state => state.connected)
  useEffect(() => {
    if (!connected) return
    void readOpenMatters()
    const timer = setInterval(() => void readOpenMatters(), everyMs)
    return () => clearInterval(timer)
  }, [connected])
  return useInspector()
}
