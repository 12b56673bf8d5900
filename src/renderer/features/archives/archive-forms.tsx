import { Modal } from 'antd'
import { useState, type JSX, type ReactNode } from 'react'
import type { Scan } from '../../../shared/domain/approval.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { formatDay } from '../../ui/time.ts'
import { ScanUpload } from '../approvals/index.ts'
import { useRinging } from '../exports/index.ts'
import { isDay } from './is-day.ts'
import { act } from './store.ts'

interface FormProps {
  readonly number: number
  readonly onDone: () => void
}

/** 登记送交: to whom, by whom, on what medium. */
export function DeliveryForm({ number, onDone }: FormProps): JSX.Element {
  const t = useText()
  const [delivery, set] = useState({ unit: '', carrier: '', medium: '' })
  return (
    <Form
      title={t('archives.hand-over')}
      isReady={Object.values(delivery).every(value => value.trim() !== '')}
      submit={() => call('archives.hand-over', { number, delivery })}
      onDone={onDone}
    >
      {(['unit', 'carrier', 'medium'] as const).map(part => (
        <Field
          key={part}
          label={t(`archives.hand-over.${part}`)}
          value={delivery[part]}
          testId={`delivery-${part}`}
          onChange={value => set(before => ({ ...before, [part]: value }))}
        />
      ))}
    </Form>
  )
}

/** 登记回执: who received it, with the scan of the receipt. */
export function ReceiptForm({ number, onDone }: FormProps): JSX.Element {
  const t = useText()
  const [receipt, set] = useState({ unit: '', receiver: '', documentNumber: '' })
  const [receivedOn, setDay] = useState(() => formatDay(stationNowMs()))
  const [scan, setScan] = useState<Scan | null>(null)
  return (
    <Form
      title={t('archives.receive')}
      isReady={
        receipt.unit.trim() !== '' && receipt.receiver.trim() !== '' && isDay(receivedOn) && scan !== null
      }
      submit={async () => {
        if (scan !== null)
          await call('archives.receive', { number, receipt: { ...receipt, receivedOn, scan } })
      }}
      onDone={onDone}
    >
      {(['unit', 'receiver', 'documentNumber'] as const).map(part => (
        <Field
          key={part}
          label={t(part === 'documentNumber' ? 'archives.receive.document' : `archives.receive.${part}`)}
          value={receipt[part]}
          testId={`receipt-${part}`}
          onChange={value => set(before => ({ ...before, [part]: value }))}
        />
      ))}
      <label>
        {t('archives.receive.day')}
        <input value={receivedOn} maxLength={10} onChange={event => setDay(event.target.value)} />
      </label>
      <div className="archive-row">
        <ScanUpload
          label={t('archives.receive.choose')}
          testId="receipt-scan"
          onKept={kept => Promise.resolve(setScan(kept))}
        />
        <span data-testid="receipt-scan-name">{scan?.name ?? t('archives.receive.scan')}</span>
      </div>
    </Form>
  )
}

/** A package that was made wrongly: why it is given up. */
export function DiscardForm({ number, onDone }: FormProps): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  return (
    <Form
      title={t('archives.discard')}
      isReady={reason.trim() !== ''}
      submit={() => call('archives.discard', { number, reason })}
      onDone={onDone}
    >
      <Field
        label={t('archives.discard.reason')}
        value={reason}
        testId="discard-reason"
        onChange={setReason}
      />
    </Form>
  )
}

function Form(props: {
  title: string
  isReady: boolean
  submit: () => Promise<unknown>
  onDone: () => void
  children: ReactNode
}): JSX.Element {
  const t = useText()
  const { title, isReady, submit, onDone, children } = props
  const [error, setError] = useState<unknown>(null)
  const isShown = !useRinging()
  useHotkeyBarrier('dialog', isShown)
  useHotkey('Escape', 'dialog', onDone, isShown)
  return (
    <Modal
      open={isShown}
      centered
      title={title}
      width={560}
      footer={null}
      mask={{ closable: false }}
      onCancel={onDone}
    >
      <form
        className="archive-form"
        onSubmit={event => {
          event.preventDefault()
          act(submit).then(onDone, setError)
        }}
      >
        {children}
        {error !== null && (
          <p className="archive-error" role="alert">
            {t.refusal(error)}
          </p>
        )}
        <Button kind="primary" type="submit" disabled={!isReady} testId="archive-submit">
          {t('archives.submit')}
        </Button>
      </form>
    </Modal>
  )
}

function Field(props: {
  label: string
  value: string
  testId: string
  onChange: (value: string) => void
}): JSX.Element {
  const { label, value, testId, onChange } = props
  return (
    <label>
      {label}
      <input
        value={value}
        maxLength={60}
        data-testid={testId}
        onChange={event => onChange(event.target.value)}
      />
    </label>
  )
}
