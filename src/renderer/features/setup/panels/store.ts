import { create } from 'zustand'
import type { PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { call } from '../../../link/stores.ts'

export type PanelsLoad =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly overview: PanelsOverview }

export const usePanels = create<{ readonly load: PanelsLoad }>(() => ({ load: { kind: 'loading' } }))

/** Reads the panels again; what is on the screen stays until they are there. */
export async function readPanels(): Promise<void> {
  try {
    usePanels.setState({ load: { kind: 'ready', overview: await call('panels.overview', {}) } })
  } catch (error) {
    usePanels.setState({ load: { kind: 'failed', error } })
  }
}
