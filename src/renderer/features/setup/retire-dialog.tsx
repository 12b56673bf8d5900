import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { CameraSetup } from '../../../shared/contract/setup.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from './fields.tsx'
import { useTask } from './use-task.ts'

/** Asks why a camera goes out of service. */
export function RetireDialog({ camera, onClose }: { camera: CameraSetup; onClose: () => void }): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  const [task, run] = useTask<object>()
  const retire = async (): Promise<void> => {
    if ((await run(() => call('setup.retire', { id: camera.id, reason: reason.trim() }))) !== null) onClose()
  }
  return (
    <Modal
      open
      title={t('setup.retire.ask', { name: camera.name })}
      okText={t('setup.retire')}
      cancelText={t('app.cancel')}
      okButtonProps={{
        danger: true,
        disabled: reason.trim() === '' || task.kind === 'busy',
        'data-testid': 'setup-retire-confirm',
      }}
      onOk={() => void retire()}
      onCancel={onClose}
    >
      <p>{t('setup.retire.detail')}</p>
      <Field label={t('setup.retire.reason')}>
        <TextInput testId="setup-retire-reason" most={200} value={reason} onChange={setReason} />
      </Field>
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
    </Modal>
  )
}

interface ReturnButtonProps {
  label: string
  testId: string
  onReturn: () => Promise<object>
}

/** Back into service. */
export function ReturnButton({ label, testId, onReturn }: ReturnButtonProps): JSX.Element {
  const t = useText()
  const [task, run] = useTask<object>()
  return (
    <>
      <Button size="small" disabled={task.kind === 'busy'} testId={testId} onClick={() => void run(onReturn)}>
        {label}
      </Button>
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
    </>
  )
}
