import { useEffect } from 'react'
import { useKnown } from '../../link/stores.ts'
import { isOpen, readJobs, useExports } from './store.ts'

const readAgainMs = 700

/** The copies of a request; read again and again while one of them is being made. */
export function useJobs(requestNumber: number): void {
  const connected = useKnown(state => state.connected)
  const isWorking = useExports(state => state.shown === requestNumber && (state.jobs ?? []).some(isOpen))
  useEffect(() => {
    if (connected) void readJobs(requestNumber)
  }, [connected, requestNumber])
  useEffect(() => {
    if (!connected || !isWorking) return
    const timer = setInterval(() => void readJobs(requestNumber), readAgainMs)
    return () => clearInterval(timer)
  }, [connected, isWorking, requestNumber])
}
