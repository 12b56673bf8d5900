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

/** `hold`: the arming that is due (overtime); `extend`: the re-arming of a perimeter that was disarmed with a plan. */
type PutOff = 'hold' | 'extend'

const reasonsOf = {
  hold: ['arming.reason.overtime', 'arming.reason.event', 'arming.reason.repair'],
  extend: ['intrusion.reason.pruning', 'intrusion.reason.repair', 'intrusion.reason.building'],
} as const
const minutesOf = { hold: [15, 30, 60, 120, 180], extend: [15, 30, 60, 120, 240] } as const

interface HoldDialogProps {
  type: PutOff
  partition: PartitionView
  isOpen: boolean
  onClose: () => void
}

/** Asks why and until when, before an arming is put off. */
export function HoldDialog({ type, partition, isOpen, onClose }: HoldDialogProps): JSX.Element {
  const t = useText()
  useHotkeyBarrier('dialog', isOpen)
  return (
    <Modal
      open={isOpen}
      title={t(`arming.${type}.title`, { partition: partition.name })}
      footer={null}
      width={720}
      centered
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={onClose}
    >
      <HoldForm type={type} partitionId={partition.id} onDone={onClose} />
    </Modal>
  )
}

function HoldForm({
  type,
  partitionId,
  onDone,
}: {
  type: PutOff
  partitionId: string
  onDone: () => void
}): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const missing =
    reason.trim() === '' ? t('arming.need.reason') : minutes === null ? t('arming.need.end') : null
  const send = () => {
    if (minutes === null) return
    const untilMs = stationNowMs() + minutes * 60_000
    const sent =
      type === 'hold'
        ? call('arming.hold', { partitionId, untilMs, reason })
        : call('arming.extend-disarm', { partitionId, rearmAtMs: untilMs, reason })
    sent.then(onDone, setError)
  }
  return (
    <div className="arming">
      <p className="disarm-norm">{t(`arming.${type}.what`)}</p>
      <ReasonField
        label={t('arming.reason')}
        picks={reasonsOf[type].map(key => ({ key: key.split('.').at(-1) ?? key, words: t(key) }))}
        reason={reason}
        onReason={setReason}
        testId={type}
      />
      <EndChoice
        label={t(`arming.${type}.until`)}
        choices={minutesOf[type]}
        minutes={minutes}
        onMinutes={setMinutes}
        testId={`${type}-until`}
      />
      <div className="command-foot">
        <p role="status" className={`command-words command-${error === null ? 'warn' : 'alarm'}`}>
          {error === null ? missing : t.refusal(error)}
        </p>
        <Button size="big" kind="ghost" onClick={onDone}>
          {t('app.cancel')}
        </Button>
        <Button size="big" kind="primary" testId={`${type}-send`} disabled={missing !== null} onClick={send}>
          {t(`arming.${type}.send`)}
        </Button>
      </div>
    </div>
  )
}
