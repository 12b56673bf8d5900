import { create } from 'zustand'
import type { SetupOverview } from '../../../shared/contract/setup.ts'
import { call } from '../../link/stores.ts'

export type SetupLoad =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly overview: SetupOverview }

/** Parts of the page of one panel. */
export const panelParts = ['zones', 'learn', 'walk-test', 'connection', 'meaning'] as const
export type PanelPart = (typeof panelParts)[number]

/** What stands on the page. */
export type SetupView =
  | { readonly kind: 'cameras' }
  | { readonly kind: 'credentials' }
  | { readonly kind: 'add' }
  | { readonly kind: 'csv' }
  | { readonly kind: 'panels' }
  /** `account` is filled in, e.g. of an unknown one. */
  | { readonly kind: 'panel-add'; readonly account: string }
  | { readonly kind: 'panel'; readonly id: string; readonly part: PanelPart }
  | { readonly kind: 'site' }
  | { readonly kind: 'edit'; readonly id: string; readonly part: 'meaning' | 'network' }

export const useSetup = create<{ readonly view: SetupView; readonly load: SetupLoad }>(() => ({
  view: { kind: 'cameras' },
  load: { kind: 'loading' },
}))

export function showView(view: SetupView): void {
  useSetup.setState({ view })
}

/** Reads the set-up again; what is on the screen stays until it is there. */
export async function readSetup(): Promise<void> {
  try {
    useSetup.setState({ load: { kind: 'ready', overview: await call('setup.overview', {}) } })
  } catch (error) {
    useSetup.setState({ load: { kind: 'failed', error } })
  }
}
