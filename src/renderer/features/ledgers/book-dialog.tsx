import { Input, Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { Scan } from '../../../shared/domain/approval.ts'
import { books, faultsOf, isSignature, type BookId } from '../../../shared/domain/book.ts'
import type { InspectionProposal } from '../../../shared/domain/inspection.ts'
import type { LedgerRow } from '../../../shared/domain/ledger.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { formatDateTime } from '../../ui/time.ts'
import { BookFieldInput, isTime, typedOf, valuesOf, type Typed } from './book-field.tsx'
import { BookPapers } from './book-papers.tsx'
import { fieldValue } from './period.ts'
import { readLedger } from './store.ts'

type Line = NonNullable<LedgerRow['line']>

interface BookDialogProps {
  book: BookId
  /** The line that is corrected; null writes a new one. */
  line: Line | null
  /** A new line of 附表1 as the station proposes it; the person confirms or changes it. */
  proposal?: InspectionProposal
  /** `isWritten`: a line or a correction was written. */
  onClose: (isWritten: boolean) => void
}

/** The first time of a new line is now: it is what the guard would type. */
function beginningOf(book: BookId, proposal: InspectionProposal | undefined): Typed {
  const first = books[book].columns[0]
  return {
    ...(first !== undefined && isTime(book, first.id) && { [first.id]: fieldValue(stationNowMs()) }),
    ...(proposal !== undefined && { item: proposal.item, finding: proposal.finding }),
  }
}

/** Writes a line into a book, or says what it should have said. */
export function BookDialog({ book, line, proposal, onClose }: BookDialogProps): JSX.Element {
  const t = useText()
  const [typed, setTyped] = useState<Typed>(() =>
    line === null ? beginningOf(book, proposal) : typedOf(book, line.values),
  )
  const [attachments, setAttachments] = useState<readonly Scan[]>([])
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isTried, setIsTried] = useState(false)
  useHotkeyBarrier('dialog', true)
  const values = valuesOf(book, typed)
  const faults = faultsOf(book, values)
  const submit = async () => {
    setIsTried(true)
    if (faults.length > 0 || (line !== null && reason.trim() === '')) return
    try {
      const papers = [...attachments]
      if (line !== null)
        await call('books.correct', { entry: line.entry, values, reason, attachments: papers })
      else if (proposal === undefined) await call('books.enter', { book, values, attachments: papers })
      else await call('inspection.enter', { proposal: proposal.id, values, attachments: papers })
      await readLedger()
      onClose(true)
    } catch (refused) {
      setError(refused)
    }
  }
  const name = t.dynamic(`ledger.${book}.title`)
  return (
    <Modal
      open
      mask={{ closable: false }}
      centered
      width={760}
      footer={null}
      title={t(line === null ? 'books.enter.title' : 'books.correct.title', { book: name })}
      onCancel={() => onClose(false)}
    >
      <form
        className="book-form"
        data-testid="book-form"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        {proposal !== undefined && (
          <p className="book-proposal">
            <b>{t('inspection.mark')}</b>{' '}
            {t('inspection.checked-at', { time: formatDateTime(proposal.atMs) })}
          </p>
        )}
        {books[book].columns.map(column =>
          isSignature(column) ? null : (
            <BookFieldInput
              key={column.id}
              book={book}
              field={column}
              value={typed[column.id] ?? ''}
              isFaulty={isTried && faults.includes(column.id)}
              onChange={value => setTyped({ ...typed, [column.id]: value })}
            />
          ),
        )}
        <BookPapers papers={attachments} onKept={scan => setAttachments(before => [...before, scan])} />
        {line !== null && (
          <label className="book-field">
            <span>{t('books.reason')}</span>
            <Input
              value={reason}
              maxLength={200}
              status={isTried && reason.trim() === '' ? 'error' : ''}
              placeholder={t('books.reason.hint')}
              data-testid="book-reason"
              onChange={event => setReason(event.target.value)}
            />
          </label>
        )}
        {isTried && faults.length > 0 && <p role="alert">{t('refusal.books.incomplete')}</p>}
        {error !== null && <p role="alert">{t.refusal(error)}</p>}
        <Button kind="primary" testId="book-submit" onClick={() => void submit()}>
          {t(line === null ? 'books.save' : 'books.correct')}
        </Button>
      </form>
    </Modal>
  )
}
