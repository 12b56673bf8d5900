import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { PartitionView } from '../../../shared/site-view.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { EndChoice } from './end-choice.tsx'
import { ReasonField } from './reason-field.tsx'

const reasons = ['overtime', 'event', 'repair'] as const
const holdMinutes = [15, 30, 60, 120, 180] as const

interface HoldDialogProps {
  partition: PartitionView
  isOpen: boolean
  onClose: () => void
}

/** Asks why and until when, before the arming that is due is put off. */
export function HoldDialog({ partition, isOpen, onClose }: HoldDialogProps): JSX.Element {
  const t = useText()
  useHotkeyBarrier('dialog', isOpen)
  return (
    <Modal
      open={isOpen}
      title={t('arming.hold.title', { partition: partition.name })}
      footer={null}
      width={720}
      centered
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={onClose}
    >
      <HoldForm partitionId={partition.id} onDone={onClose} />
    </Modal>
  )
}

function HoldForm({ partitionId, onDone }: { partitionId: string; onDone: () => void }): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const missing =
    reason.trim() === '' ? t('arming.need.reason') : minutes === null ? t('arming.need.end') : null
  const send = () => {
    if (minutes === null) return
    const untilMs = stationNowMs() + minutes * 60_000
    call('arming.hold', { partitionId, untilMs, reason }).then(onDone, setError)
  }
  return (
    <div className="arming">
      <p className="disarm-norm">{t('arming.hold.what')}</p>
      <ReasonField
        label={t('arming.reason')}
        picks={reasons.map(key => ({ key, words: t(`arming.reason.${key}`) }))}
        reason={reason}
        onReason={setReason}
        testId="hold"
      />
      <EndChoice
        label={t('arming.hold.until')}
        choices={holdMinutes}
        minutes={minutes}
        onMinutes={setMinutes}
        testId="hold-until"
      />
      <div className="command-foot">
        <p role="status" className={`command-words command-${error === null ? 'warn' : 'alarm'}`}>
          {error === null ? missing : t.refusal(error)}
        </p>
        <Button size="big" kind="ghost" onClick={onDone}>
          {t('app.cancel')}
        </Button>
        <Button size="big" kind="primary" testId="hold-send" disabled={missing !== null} onClick={send}>
          {t('arming.hold.send')}
        </Button>
      </div>
    </div>
  )
}
