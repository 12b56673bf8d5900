import { create } from 'zustand'

/** Which question of duty is being asked in front of the page. */
export type DutyDialog = 'sign-on' | 'sign-off' | 'hand-over' | 'note'

export const useDutyDialog = create<{ open: DutyDialog | null }>(() => ({ open: null }))

/** Opens a dialog of duty. A note needs somebody signed on; without, the sign-on is asked first by the dialog itself. */
export function requestDutyDialog(dialog: DutyDialog): void {
  useDutyDialog.setState({ open: dialog })
}

/** Asks for the sign-on, e.g. because a button was pressed that needs it. */
export function requestSignOn(): void {
  requestDutyDialog('sign-on')
}

export function closeDutyDialog(): void {
  useDutyDialog.setState({ open: null })
}
