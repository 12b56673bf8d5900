import { Input, InputNumber, Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { StoragePlan } from '../../../shared/domain/storage.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { formatDateTime } from '../../ui/time.ts'
import { readStorage } from './store.ts'
import { formatBytes } from './words.ts'

const gigabyte = 1_000_000_000

/** A decision to delete before its time: first what would be lost, then the reason, then the press. */
export function DecideDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const t = useText()
  useHotkeyBarrier('dialog', isOpen)
  return (
    <Modal
      open={isOpen}
      centered
      width={760}
      title={t('storage.decide.title')}
      footer={null}
      destroyOnHidden
      onCancel={onClose}
    >
      <Decision />
    </Modal>
  )
}

function Decision(): JSX.Element {
  const t = useText()
  const [wantedGb, setWantedGb] = useState<number | null>(100)
  const [plan, setPlan] = useState<StoragePlan | null>(null)
  const [done, setDone] = useState<StoragePlan | null>(null)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const attempt = async (work: () => Promise<void>) => {
    setIsBusy(true)
    setError(null)
    await work().catch((refused: unknown) => setError(refused))
    setIsBusy(false)
  }
  const show = () =>
    attempt(async () => {
      const wantedBytes = Math.round(Number(wantedGb) * gigabyte)
      setPlan(await call('recordings.storage-plan', { wantedBytes }))
    })
  const decide = ({ id: planId, wantedBytes }: StoragePlan) =>
    attempt(async () => {
      setDone(await call('recordings.decide-storage', { planId, wantedBytes, reason }))
      await readStorage()
    })
  if (done !== null) return <p>{t('storage.decide.done', { bytes: formatBytes(done.freedBytes) })}</p>
  return (
    <div className="storage-form">
      <p>{t('storage.decide.warning')}</p>
      <label className="storage-want">
        {t('storage.decide.want')}
        <InputNumber min={1} max={1_000_000} value={wantedGb} onChange={setWantedGb} />
        <Button disabled={wantedGb === null || isBusy} testId="plan-show" onClick={() => void show()}>
          {t('storage.decide.show')}
        </Button>
      </label>
      {plan !== null && <PlanList plan={plan} />}
      {plan !== null && plan.cameras.length > 0 && (
        <>
          <Input.TextArea
            value={reason}
            maxLength={500}
            placeholder={t('storage.decide.reason')}
            data-testid="decide-reason"
            onChange={event => setReason(event.target.value)}
          />
          <Button
            kind="danger"
            disabled={reason.trim() === '' || isBusy}
            testId="decide-submit"
            onClick={() => void decide(plan)}
          >
            {t('storage.decide.submit', { bytes: formatBytes(plan.freedBytes) })}
          </Button>
        </>
      )}
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
    </div>
  )
}

function PlanList({ plan }: { plan: StoragePlan }): JSX.Element {
  const t = useText()
  if (plan.cameras.length === 0) return <p>{t('storage.decide.none')}</p>
  return (
    <ul className="storage-plan" data-testid="storage-plan">
      {plan.cameras.map(({ cameraId, name, span, bytes, keptDaysAfter, promisedDays }) => (
        <li key={cameraId}>
          <b>{name}</b>
          <span>
            {t('storage.decide.loss', {
              from: formatDateTime(span.fromMs),
              to: formatDateTime(span.toMs),
              bytes: formatBytes(bytes),
              kept: keptDaysAfter,
              promised: promisedDays,
            })}
          </span>
        </li>
      ))}
    </ul>
  )
}
