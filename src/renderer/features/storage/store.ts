import { useEffect } from 'react'
import { create } from 'zustand'
import type { StorageReport } from '../../../shared/domain/storage.ts'
import { call, useKnown } from '../../link/stores.ts'

interface StorageState {
  readonly report: StorageReport | null
  readonly error: unknown
}

/** What core last said of the disks. Views read it through selectors. */
const useStorage = create<StorageState>(() => ({ report: null, error: null }))

const everyMs = 10_000

/** Asks core again. */
export async function readStorage(): Promise<void> {
  try {
    useStorage.setState({ report: await call('recordings.storage', {}), error: null })
  } catch (error) {
    useStorage.setState({ error })
  }
}

/** Keeps the report fresh while the page is in view. */
export function useStorageReport(): StorageState {
  const connected = useKnown(state => state.connected)
  useEffect(() => {
    if (!connected) return
    void readStorage()
    const timer = setInterval(() => void readStorage(), everyMs)
    return () => clearInterval(timer)
  }, [connected])
  return useStorage()
}
