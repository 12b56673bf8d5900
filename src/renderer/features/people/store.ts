import { create } from 'zustand'
import type { PersonRecord } from '../../../shared/domain/people.ts'
import { call } from '../../link/stores.ts'

/** Acts over somebody that ask for a reason. */
export type PersonAct = 'retire' | 'return' | 'issue-pin' | 'unlock' | 'forget-card'

/** What is asked in front of the page. */
export type PeopleDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'edit'; readonly person: PersonRecord | null }
  | { readonly kind: 'act'; readonly act: PersonAct; readonly person: PersonRecord }
  | { readonly kind: 'card'; readonly person: PersonRecord }
  /** A PIN that is shown this once. */
  | { readonly kind: 'first-pin'; readonly name: string; readonly pin: string }

interface PeopleState {
  readonly people: readonly PersonRecord[] | null
  readonly error: unknown
  readonly dialog: PeopleDialog
}

export const usePeoplePage = create<PeopleState>(() => ({
  people: null,
  error: null,
  dialog: { kind: 'none' },
}))

/** Asks core again; what is already shown stays until the answer. */
export async function readPeople(): Promise<void> {
  try {
    usePeoplePage.setState({ people: await call('people.list', {}), error: null })
  } catch (error) {
    usePeoplePage.setState({ error })
  }
}

export function ask(dialog: PeopleDialog): void {
  usePeoplePage.setState({ dialog })
}

/** An act is done: its dialog goes, a first PIN is shown, the list is read anew. */
export function done(name: string, firstPin: string | null): void {
  ask(firstPin === null ? { kind: 'none' } : { kind: 'first-pin', name, pin: firstPin })
  void readPeople()
}
