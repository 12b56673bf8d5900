import { create } from 'zustand'

/** Which question of duty is being asked in front of the page. */
export type DutyDialog = 'sign-on' | 'reader' | 'sign-off' | 'hand-over' | 'note'

interface DialogState {
  open: DutyDialog | null
  /** Put aside because an alarm came; what was typed is kept and is there when the dialog is asked for again. */
  isAside: boolean
}

export const useDutyDialog = create<DialogState>(() => ({ open: null, isAside: false }))

/** Opens a dialog of duty. A note needs somebody signed on; without, the sign-on is asked first by the dialog itself. */
export function requestDutyDialog(dialog: DutyDialog): void {
  useDutyDialog.setState({ open: dialog, isAside: false })
}

/** Asks for the sign-on, e.g. because a button was pressed that needs it. */
export function requestSignOn(): void {
  requestDutyDialog('sign-on')
}

export function closeDutyDialog(): void {
  useDutyDialog.setState({ open: null, isAside: false })
}

/** An alarm takes the stage: whatever is being typed waits. The sign-on stays, since acting needs it. */
export function putDutyDialogAside(): void {
  const { open } = useDutyDialog.getState()
  if (open !== null && open !== 'sign-on') useDutyDialog.setState({ isAside: true })
}
