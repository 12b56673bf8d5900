import { Input, Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { LedgerId, LedgerRow } from '../../../shared/domain/ledger.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { readLedger } from './store.ts'

interface CorrectDialogProps {
  ledger: LedgerId
  row: LedgerRow
  onClose: () => void
}

/** Says what a row that the station wrote should have said; the row stays, struck through. */
export function CorrectDialog({ ledger, row, onClose }: CorrectDialogProps): JSX.Element {
  const t = useText()
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  useHotkeyBarrier('dialog', true)
  const submit = async () => {
    try {
      await call('ledgers.correct', { ledger, seq: Math.min(...row.seqs), text, reason })
      await readLedger()
      onClose()
    } catch (refused) {
      setError(refused)
    }
  }
  const title = t('books.correct.title', { book: t.dynamic(`ledger.${ledger}.title`) })
  return (
    <Modal
      open
      mask={{ closable: false }}
      centered
      width={640}
      footer={null}
      title={title}
      onCancel={onClose}
    >
      <div className="book-form">
        <p className="book-row">{row.cells.filter(cell => cell !== '').join(' · ')}</p>
        <label className="book-field">
          <span>{t('books.correct.text')}</span>
          <Input.TextArea
            value={text}
            maxLength={500}
            rows={3}
            data-testid="correct-text"
            onChange={event => setText(event.target.value)}
          />
        </label>
        <label className="book-field">
          <span>{t('books.reason')}</span>
          <Input
            value={reason}
            maxLength={200}
            placeholder={t('books.reason.hint')}
            data-testid="correct-reason"
            onChange={event => setReason(event.target.value)}
          />
        </label>
        {error !== null && <p role="alert">{t.refusal(error)}</p>}
        <Button
          kind="primary"
          disabled={text.trim() === '' || reason.trim() === ''}
          testId="correct-submit"
          onClick={() => void submit()}
        >
          {t('books.correct')}
        </Button>
      </div>
    </Modal>
  )
}
