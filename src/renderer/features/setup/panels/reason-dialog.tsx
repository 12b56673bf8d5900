import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import { useText } from '../../../link/use-text.ts'
import { Field, TextInput } from '../fields.tsx'
import { useTask } from '../use-task.ts'

/** Asks for the reason of something that cannot be taken back, and does it. */
export function ReasonDialog(props: {
  title: string
  detail?: string
  /** Name of the reason's field. */
  label: string
  /** What the button says. */
  act: string
  onAct: (reason: string) => Promise<object>
  onClose: () => void
}): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  const [task, run] = useTask<object>()
  const act = async (): Promise<void> => {
    if ((await run(() => props.onAct(reason.trim()))) !== null) props.onClose()
  }
  return (
    <Modal
      open
      title={props.title}
      okText={props.act}
      cancelText={t('app.cancel')}
      okButtonProps={{
        danger: true,
        disabled: reason.trim() === '' || task.kind === 'busy',
        'data-testid': 'reason-act',
      }}
      onOk={() => void act()}
      onCancel={props.onClose}
    >
      {props.detail !== undefined && <p>{props.detail}</p>}
      <Field label={props.label}>
        <TextInput testId="reason" most={200} value={reason} onChange={setReason} />
      </Field>
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
    </Modal>
  )
}
