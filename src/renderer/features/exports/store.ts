import { create } from 'zustand'
import type { ExportJob } from '../../../shared/contract/exports.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import { call } from '../../link/stores.ts'

/** What the dialog of an export is about. */
export interface ExportWish {
  readonly requestNumber: number
  /** In and out as marked on the timeline; null = all that is approved. */
  readonly span: Span | null
  /** Whether the dialog goes on to show the copies: where the page behind it does not. */
  readonly showsCopies: boolean
}

interface ExportsState {
  readonly wish: ExportWish | null
  /** The request whose copies are in view, and they; null while they are read. */
  readonly shown: number | null
  readonly jobs: readonly ExportJob[] | null
  readonly error: unknown
}

export const useExports = create<ExportsState>(() => ({ wish: null, shown: null, jobs: null, error: null }))

export function openExport(wish: ExportWish): void {
  useExports.setState({ wish })
}

export function closeExport(): void {
  useExports.setState({ wish: null })
}

/** Reads the copies of a request; an answer for another one than is in view now is dropped. */
export async function readJobs(requestNumber: number): Promise<void> {
  if (useExports.getState().shown !== requestNumber)
    useExports.setState({ shown: requestNumber, jobs: null, error: null })
  try {
    const jobs = await call('exports.list', { requestNumber })
    if (useExports.getState().shown === requestNumber) useExports.setState({ jobs, error: null })
  } catch (error) {
    if (useExports.getState().shown === requestNumber) useExports.setState({ error })
  }
}

export const isOpen = ({ state }: ExportJob): boolean => state.kind === 'queued' || state.kind === 'running'
