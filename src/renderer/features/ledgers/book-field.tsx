import { Input, Select } from 'antd'
import type { JSX } from 'react'
import {
  books,
  choiceKey,
  isSignature,
  type BookField,
  type BookId,
  type BookValues,
} from '../../../shared/domain/book.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { parseBeijing } from '../../ui/time.ts'
import { fieldValue } from './period.ts'

/** What is typed; times as they are read, so that a half-typed one is not lost. */
export type Typed = Readonly<Record<string, string>>

/** Whether a column of a book holds a moment. */
export const isTime = (book: BookId, id: string): boolean =>
  books[book].columns.some(column => !isSignature(column) && column.id === id && column.kind === 'time')

/** What is typed as the line's values; a time that cannot be read stays as it is and is refused by `faultsOf`. */
export function valuesOf(book: BookId, typed: Typed): BookValues {
  return Object.fromEntries(
    Object.entries(typed)
      .map(([id, text]) => [id, isTime(book, id) ? String(parseBeijing(text) ?? text).trim() : text.trim()])
      .filter(([, value]) => value !== ''),
  ) as BookValues
}

/** A line's values as they are typed. */
export function typedOf(book: BookId, values: BookValues): Typed {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, isTime(book, id) ? fieldValue(Number(value)) : value]),
  )
}

interface BookFieldInputProps {
  book: BookId
  field: BookField
  value: string
  isFaulty: boolean
  onChange: (value: string) => void
}

/** One column of a line as it is typed. */
export function BookFieldInput({ book, field, value, isFaulty, onChange }: BookFieldInputProps): JSX.Element {
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
