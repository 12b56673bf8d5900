import { Input, Modal, Select } from 'antd'
import { useState, type JSX } from 'react'
import type { Scan } from '../../../shared/domain/approval.ts'
import {
  books,
  choiceKey,
  faultsOf,
  isSignature,
  type BookField,
  type BookId,
  type BookValues,
} from '../../../shared/domain/book.ts'
import type { InspectionProposal } from '../../../shared/domain/inspection.ts'
import type { LedgerRow } from '../../../shared/domain/ledger.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { formatDateTime, parseBeijing } from '../../ui/time.ts'
import { ScanUpload } from '../approvals/index.ts'
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

/** What is typed; times as they are read, so that a half-typed one is not lost. */
type Typed = Readonly<Record<string, string>>

const isTime = (book: BookId, id: string): boolean =>
  books[book].columns.some(column => !isSignature(column) && column.id === id && column.kind === 'time')

/** What is typed as the line's values; a time that cannot be read stays as it is and is refused by `faultsOf`. */
function valuesOf(book: BookId, typed: Typed): BookValues {
  return Object.fromEntries(
    Object.entries(typed)
      .map(([id, text]) => [id, isTime(book, id) ? String(parseBeijing(text) ?? text).trim() : text.trim()])
      .filter(([, value]) => value !== ''),
  ) as BookValues
}

function typedOf(book: BookId, values: BookValues): Typed {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, isTime(book, id) ? fieldValue(Number(value)) : value]),
  )
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
      if (line !== null) await call('books.correct', { entry: line.entry, values, reason })
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
        {line === null ? (
          <div className="book-papers">
            <ScanUpload
              label={t('books.attach')}
              testId="book-attach"
              onKept={scan => {
                setAttachments(before => [...before, scan])
                return Promise.resolve()
              }}
            />
            {attachments.map(({ hash, name: paper }) => (
              <span key={hash}>{paper}</span>
            ))}
          </div>
        ) : (
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

interface BookFieldInputProps {
  book: BookId
  field: BookField
  value: string
  isFaulty: boolean
  onChange: (value: string) => void
}

function BookFieldInput({ book, field, value, isFaulty, onChange }: BookFieldInputProps): JSX.Element {
  const t = useText()
  const { id, kind, required, options = [] } = field
  const status = isFaulty ? 'error' : ''
  const testId = `book-${id}`
  return (
    <label className="book-field">
      <span>
        {t.dynamic(`ledger.${book}.column.${id}`)}
        {required && <b aria-hidden>*</b>}
      </span>
      {kind === 'choice' ? (
        <Select
          value={value === '' ? undefined : value}
          status={status}
          data-testid={testId}
          options={options.map(option => ({ value: option, label: t.dynamic(choiceKey(book, id, option)) }))}
          onChange={onChange}
        />
      ) : kind === 'time' ? (
        <span className="book-time">
          <Input
            value={value}
            status={status}
            maxLength={19}
            placeholder="2026-11-22 02:41"
            data-testid={testId}
            onChange={event => onChange(event.target.value)}
          />
          <Button size="small" onClick={() => onChange(fieldValue(stationNowMs()))}>
            {t('books.now')}
          </Button>
        </span>
      ) : (
        <Input.TextArea
          value={value}
          status={status}
          maxLength={500}
          rows={1}
          className="book-text"
          data-testid={testId}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </label>
  )
}
