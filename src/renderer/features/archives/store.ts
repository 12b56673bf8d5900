import { useEffect } from 'react'
import { create } from 'zustand'
import type { ArchivesReport } from '../../../shared/contract/archives.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useMay } from '../duty/index.ts'

/** While one is being made. */
const workingReadMs = 700
/** What is owed changes with the days. */
const restingReadMs = 600_000

interface ArchivesState {
  /** The page of the ledgers shows the archives. */
  readonly isShown: boolean
  readonly report: ArchivesReport | null
  readonly error: unknown
}

export const useArchives = create<ArchivesState>(() => ({ isShown: false, report: null, error: null }))

export const showArchives = (isShown: boolean): void => useArchives.setState({ isShown })

export async function readArchives(): Promise<void> {
  try {
    useArchives.setState({ report: await call('archives.report', {}), error: null })
  } catch (error) {
    useArchives.setState({ error })
  }
}

/** Does something with an archive, and reads how it stands then; the refusal is for whoever asked. */
export async function act(work: () => Promise<unknown>): Promise<void> {
  await work()
  await readArchives()
}

/** Keeps the report while somebody is here whom it concerns. */
export function useArchivesReport(): ArchivesReport | null {
  const connected = useKnown(state => state.connected)
  const mayRead = useMay('ledgers.read')
  const isWorking = useArchives(
    state => state.report?.archives.some(({ state: { kind } }) => kind === 'running') ?? false,
  )
  useEffect(() => {
    if (!connected || !mayRead) return
    void readArchives()
    const timer = setInterval(() => void readArchives(), isWorking ? workingReadMs : restingReadMs)
    return () => clearInterval(timer)
  }, [connected, mayRead, isWorking])
  return useArchives(state => state.report)
}
