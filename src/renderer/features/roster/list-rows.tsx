import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'

interface ListRowsProps<T extends { readonly id: string }> {
  title: string
  hint: string
  list: readonly T[]
  columns: readonly { readonly field: keyof T & string; readonly kind: 'text' | 'time' | 'number' }[]
  testId: string
  /** The last row may be taken out too. */
  isEmptyFine?: boolean
  onChange: (list: T[]) => void
  onAdd: () => T
}

/** A short list whose rows are written, added and taken out. */
export function ListRows<T extends { readonly id: string }>({
  title,
  hint,
  list,
  columns,
  testId,
  isEmptyFine = false,
  onChange,
  onAdd,
}: ListRowsProps<T>): JSX.Element {
  const t = useText()
  const put = (id: string, field: string, value: string | number) =>
    onChange(list.map(row => (row.id === id ? { ...row, [field]: value } : row)))
  return (
    <fieldset className="roster-field">
      <legend>{title}</legend>
      {list.map((row, index) => (
        <div key={row.id} className="roster-line">
          {columns.map(({ field, kind }) => (
            <input
              key={field}
              type={kind === 'number' ? 'number' : 'text'}
              className={kind === 'time' ? 'roster-minute numbers' : undefined}
              min={kind === 'number' ? 0 : undefined}
              max={kind === 'number' ? 999 : undefined}
              maxLength={kind === 'time' ? 5 : 20}
              required
              aria-label={`${title} ${index + 1} ${t.dynamic(`roster.field.${field}`)}`}
              placeholder={t.dynamic(`roster.field.${field}`)}
              value={String(row[field])}
              data-testid={`${testId}-${field}-${index}`}
              onChange={event =>
                put(
                  row.id,
                  field,
                  kind === 'number' ? Math.trunc(Number(event.target.value)) : event.target.value,
                )
              }
            />
          ))}
          <Button
            size="small"
            kind="ghost"
            disabled={list.length === 1 && !isEmptyFine}
            onClick={() => onChange(list.filter(({ id }) => id !== row.id))}
          >
            {t('roster.rules.remove')}
          </Button>
        </div>
      ))}
      <div className="roster-line">
        <Button size="small" testId={`${testId}-add`} onClick={() => onChange([...list, onAdd()])}>
          + {t('roster.rules.add')}
        </Button>
        <small>{hint}</small>
      </div>
    </fieldset>
  )
}
