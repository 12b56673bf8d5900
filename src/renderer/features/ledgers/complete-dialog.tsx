import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { Scan } from '../../../shared/domain/approval.ts'
import { books, isSignature, type BookField, type BookId } from '../../../shared/domain/book.ts'
import type { LedgerRow } from '../../../shared/domain/ledger.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { BookFieldInput, valuesOf, type Typed } from './book-field.tsx'
import { BookPapers } from './book-papers.tsx'
import { fieldValue } from './period.ts'
import { readLedger } from './store.ts'

type Line = NonNullable<LedgerRow['line']>

/** The columns of a line that may be filled in later and are empty. */
export function emptyFields(book: BookId, { values }: Line): BookField[] {
  return books[book].columns.flatMap(column =>
    isSignature(column) || column.required || (values[column.id] ?? '') !== '' ? [] : [column],
  )
}

/** Whether somebody or some vehicle that came in has not left yet. */
export const isInside = (book: BookId, line: Line): boolean =>
  (book === 'visitors' || book === 'vehicles') && (line.values['left'] ?? '') === ''

interface CompleteDialogProps {
  book: BookId
  line: Line
  onClose: () => void
}

/** Fills in what a line still lacks; nothing that is written is changed. */
export function CompleteDialog({ book, line, onClose }: CompleteDialogProps): JSX.Element {
  const t = useText()
  const [typed, setTyped] = useState<Typed>((): Typed =>
    isInside(book, line) ? { left: fieldValue(stationNowMs()) } : {},
  )
  const [papers, setPapers] = useState<readonly Scan[]>([])
  const [error, setError] = useState<unknown>(null)
  useHotkeyBarrier('dialog', true)
  const values = valuesOf(book, typed)
  const isEmpty = Object.keys(values).length + papers.length === 0
  const submit = async () => {
    try {
      await call('books.complete', { entry: line.entry, values, attachments: [...papers] })
      await readLedger()
      onClose()
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <Modal
      open
      mask={{ closable: false }}
      centered
      width={760}
      footer={null}
      title={t('books.complete.title', { book: t.dynamic(`ledger.${book}.title`) })}
      onCancel={onClose}
    >
      <form
        className="book-form"
        data-testid="complete-form"
        onSubmit={event => {
          event.preventDefault()
          if (!isEmpty) void submit()
        }}
      >
        <p>{t('books.complete.hint')}</p>
        {emptyFields(book, line).map(field => (
          <BookFieldInput
            key={field.id}
            book={book}
            field={field}
            value={typed[field.id] ?? ''}
            isFaulty={false}
            onChange={value => setTyped({ ...typed, [field.id]: value })}
          />
        ))}
        <BookPapers papers={papers} onKept={scan => setPapers(before => [...before, scan])} />
        {error !== null && <p role="alert">{t.refusal(error)}</p>}
        <Button kind="primary" disabled={isEmpty} testId="complete-submit" onClick={() => void submit()}>
          {t('books.complete')}
        </Button>
      </form>
    </Modal>
  )
}
