import { Input, Modal } from 'antd'
import { useEffect, useState, type JSX } from 'react'
import type { PurgePlan, RecordClassReport } from '../../../shared/domain/record-class.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { beijingMidnight, formatDay } from '../../ui/time.ts'
import { formatBytes } from '../storage/index.ts'
import { readRecords } from './store.ts'

const dayMs = 86_400_000

/** Removing what is old enough: first what would go, then the reason, then the press. */
export function PurgeDialog({
  record,
  onClose,
}: {
  record: RecordClassReport | null
  onClose: () => void
}): JSX.Element {
  const t = useText()
  useHotkeyBarrier('dialog', record !== null)
  return (
    <Modal
      open={record !== null}
      centered
      width={680}
      title={t('records.purge.title')}
      footer={null}
      destroyOnHidden
      onCancel={onClose}
    >
      {record !== null && <Purge record={record} />}
    </Modal>
  )
}

function Purge({ record }: { record: RecordClassReport }): JSX.Element {
  const t = useText()
  const [plan, setPlan] = useState<PurgePlan | null>(null)
  const [done, setDone] = useState<{ entries: number; bytes: number } | null>(null)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const { id, days } = record
  useEffect(() => {
    const beforeMs = beijingMidnight(Date.now()) - (days ?? 0) * dayMs
    call('records.purge-plan', { id, beforeMs }).then(setPlan, setError)
  }, [id, days])
  const purge = async ({ beforeMs, entries }: PurgePlan) => {
    setIsBusy(true)
    setError(null)
    try {
      setDone(await call('records.purge', { id, beforeMs, entries, reason }))
      await readRecords()
    } catch (refused) {
      setError(refused)
    }
    setIsBusy(false)
  }
  const sized = (of: { entries: number; bytes: number }) => ({
    entries: of.entries,
    bytes: formatBytes(of.bytes),
  })
  if (done !== null) return <p data-testid="records-purged">{t('records.purge.done', sized(done))}</p>
  return (
    <div className="records-form">
      <p>{t('records.purge.warning')}</p>
      {plan !== null && (
        <p data-testid="records-plan">
          <b>{t(`records.class.${id}`)}</b>：
          {t('records.purge.plan', { ...sized(plan), day: formatDay(plan.beforeMs) })}
        </p>
      )}
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
      {plan !== null && plan.entries > 0 && (
        <>
          <Input
            placeholder={t('records.purge.reason')}
            aria-label={t('records.purge.reason')}
            maxLength={500}
            value={reason}
            data-testid="records-purge-reason"
            onChange={event => setReason(event.target.value)}
          />
          <Button
            kind="danger"
            disabled={isBusy || reason.trim() === ''}
            testId="records-purge-do"
            onClick={() => void purge(plan)}
          >
            {t('records.purge.do')}
          </Button>
        </>
      )}
    </div>
  )
}
