import { Modal } from 'antd'
import { useEffect, type JSX } from 'react'
import { isUnacknowledged } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { ChangePinForm } from './change-pin-form.tsx'
import { HandOverForm } from './hand-over-form.tsx'
import { NoteForm } from './note-form.tsx'
import { useSession, useSignedOn } from './selectors.ts'
import { SignOffForm } from './sign-off-form.tsx'
import { SignOnForm } from './sign-on-form.tsx'
import { TakeAloneForm } from './take-alone-form.tsx'
import { closeDutyDialog, putDutyDialogAside, useDutyDialog, type DutyDialog } from './store.ts'
import './duty.css'

const titleOf = {
  reader: 'duty.reader.title',
  'sign-off': 'duty.sign-off.title',
  'hand-over': 'duty.hand-over.title',
  'take-alone': 'duty.take-alone.title',
  note: 'duty.note.title',
  pin: 'pin.change.title',
} as const satisfies Readonly<Record<DutyDialog, string>>

function Content({ dialog }: { dialog: DutyDialog }): JSX.Element | null {
  const session = useSession()
  if (session === null) return null
  switch (dialog) {
    case 'reader':
      return <SignOnForm readersOnly onDone={closeDutyDialog} />
    case 'sign-off':
      return <SignOffForm session={session} />
    case 'hand-over':
      return session.shift === null ? null : <HandOverForm person={session.person} shift={session.shift} />
    case 'take-alone':
      return session.shift === null ? null : <TakeAloneForm />
    case 'note':
      return <NoteForm />
    case 'pin':
      return <ChangePinForm person={session.person} />
  }
}

/** Number of the newest incident that nobody has acknowledged; null when there is none. */
function useRinging(): number | null {
  return useKnown(state => {
    const ringing = (state.incidents ?? []).filter(isUnacknowledged)
    return ringing.length === 0 ? null : Math.max(...ringing.map(({ id }) => id))
  })
}

/** The dialogs of duty, in front of everything; always mounted. */
export function DutyDialogs(): JSX.Element {
  const t = useText()
  const dialog = useDutyDialog(state => state.open)
  const isAside = useDutyDialog(state => state.isAside)
  const signedOn = useSignedOn()
  const ringing = useRinging()
  const isOpen = dialog !== null && !isAside
  useHotkeyBarrier('dialog', isOpen)
  // antd hears Escape only while the focus is inside, and an alarm may have taken it.
  useHotkey('Escape', 'dialog', closeDutyDialog, isOpen)
  useEffect(() => {
    if (ringing !== null) putDutyDialogAside()
  }, [ringing])
  useEffect(() => {
    if (!signedOn) closeDutyDialog()
  }, [signedOn])
  const title = dialog === null ? '' : t(titleOf[dialog])
  return (
    <Modal
      open={isOpen}
      title={title}
      footer={null}
      width={dialog === 'hand-over' ? 1120 : 720}
      centered
      mask={{ closable: false }}
      onCancel={closeDutyDialog}
      data-testid="duty-dialog"
    >
      {dialog !== null && <Content dialog={dialog} />}
    </Modal>
  )
}
