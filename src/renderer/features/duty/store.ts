import { create } from 'zustand'
import { useKnown } from '../../link/stores.ts'

/** Which question of duty is being asked in front of the page. */
export type DutyDialog = 'reader' | 'sign-off' | 'hand-over' | 'take-alone' | 'note' | 'pin'

interface DialogState {
  open: DutyDialog | null
  /** Put aside because an alarm came; what was typed is kept and is there when the dialog is asked for again. */
  isAside: boolean
}

export const useDutyDialog = create<DialogState>(() => ({ open: null, isAside: false }))

/** Opens a dialog of duty. All of them need somebody signed on; without, the sign-on is asked for instead. */
export function requestDutyDialog(dialog: DutyDialog): void {
  if (!useKnown.getState().duty?.session) requestSignOn()
  else useDutyDialog.setState({ open: dialog, isAside: false })
}

/** How often the sign-on was asked for. It stands on every page while nobody is signed on, and takes the focus. */
export const useSignOnAsked = create<{ times: number }>(() => ({ times: 0 }))

/** Asks for the sign-on, e.g. because a button was pressed that needs it. */
export function requestSignOn(): void {
  useSignOnAsked.setState(({ times }) => ({ times: times + 1 }))
}

export function closeDutyDialog(): void {
  useDutyDialog.setState({ open: null, isAside: false })
}

/** An alarm takes the stage: whatever is being typed waits. */
export function putDutyDialogAside(): void {
  if (useDutyDialog.getState().open !== null) useDutyDialog.setState({ isAside: true })
}
