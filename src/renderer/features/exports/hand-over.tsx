import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { ExportJob } from '../../../shared/contract/exports.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { readJobs } from './store.ts'
import { useRinging } from './use-ringing.ts'

const media = ['usb', 'disc', 'disk'] as const

/** 交接签收: the receiver has signed the paper sheet; who, by which paper, on what medium. */
export function HandOver(props: { job: ExportJob; isOpen: boolean; onDone: () => void }): JSX.Element {
  const t = useText()
  const { job, isOpen, onDone } = props
  const isRinging = useRinging()
  const isShown = isOpen && !isRinging
  useHotkeyBarrier('dialog', isShown)
  useHotkey('Escape', 'dialog', onDone, isShown)
  return (
    <Modal
      open={isShown}
      title={t('exports.hand-over.title', { copy: job.copyNumber })}
      footer={null}
      onCancel={onDone}
    >
      {isOpen && job.saved === 0 && <p>{t('exports.hand-over.not-saved')}</p>}
      {isOpen && job.saved > 0 && <Receipt job={job} onDone={onDone} />}
    </Modal>
  )
}

function Receipt({ job, onDone }: { job: ExportJob; onDone: () => void }): JSX.Element {
  const t = useText()
  const [receiverName, setName] = useState('')
  const [document, setDocument] = useState('')
  const [medium, setMedium] = useState<(typeof media)[number]>('usb')
  const [error, setError] = useState<unknown>(null)
  const submit = async () => {
    const words = t(`exports.hand-over.medium.${medium}`)
    try {
      await call('exports.hand-over', { id: job.id, receiverName, document, medium: words })
      await readJobs(job.requestNumber)
      onDone()
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <form
      className="export-form"
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <p>{t('exports.hand-over.explain')}</p>
      <label className="export-wide">
        {t('exports.hand-over.name')}
        <input
          value={receiverName}
          maxLength={60}
          data-testid="receipt-name"
          onChange={event => setName(event.target.value)}
        />
      </label>
      <label className="export-wide">
        {t('exports.hand-over.document')}
        <input
          value={document}
          maxLength={80}
          data-testid="receipt-document"
          onChange={event => setDocument(event.target.value)}
        />
      </label>
      <Choice
        label={t('exports.hand-over.medium')}
        options={media.map(value => ({ value, label: t(`exports.hand-over.medium.${value}`) }))}
        value={medium}
        onChange={setMedium}
        testId="receipt-medium"
      />
      {error !== null && (
        <p className="export-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div className="export-foot">
        <Button kind="primary" type="submit" disabled={receiverName.trim() === ''} testId="receipt-submit">
          {t('exports.hand-over.submit')}
        </Button>
      </div>
    </form>
  )
}
