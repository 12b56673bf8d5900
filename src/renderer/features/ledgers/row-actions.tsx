import { useState, type JSX } from 'react'
import { BookId, rightToWrite } from '../../../shared/domain/book.ts'
import type { LedgerId, LedgerRow } from '../../../shared/domain/ledger.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { ScanButton } from '../approvals/index.ts'
import { useMay } from '../duty/index.ts'
import { BookDialog } from './book-dialog.tsx'
import { CompleteDialog, emptyFields, isInside } from './complete-dialog.tsx'
import { CorrectDialog } from './correct-dialog.tsx'
import { SignDialog } from './sign-dialog.tsx'

type Open =
  { readonly kind: 'none' | 'correct' | 'complete' } | { readonly kind: 'sign'; readonly column: string }

/** What can be done with a row: sign it, say what it should have said, look at its papers. Never change or remove it. */
export function RowActions({ ledger, row }: { ledger: LedgerId; row: LedgerRow }): JSX.Element | null {
  const t = useText()
  const [open, setOpen] = useState<Open>({ kind: 'none' })
  const close = () => setOpen({ kind: 'none' })
  const book = BookId.safeParse(ledger).data ?? null
  const mayWrite = useMay(book === null ? 'books.write' : rightToWrite(book))
  const { line } = row
  return (
    <span className="row-actions">
      {line?.toSign.map(column => (
        <Button
          key={column}
          size="small"
          testId={`row-sign-${column}`}
          onClick={() => setOpen({ kind: 'sign', column })}
        >
          {t('books.sign', { column: t.dynamic(`ledger.${ledger}.column.${column}`) })}
        </Button>
      ))}
      {mayWrite && book !== null && line !== undefined && emptyFields(book, line).length > 0 && (
        <Button size="small" testId="row-complete" onClick={() => setOpen({ kind: 'complete' })}>
          {isInside(book, line) ? t.dynamic(`books.complete.${book}`) : t('books.complete')}
        </Button>
      )}
      {mayWrite && row.struck !== true && (
        <Button size="small" kind="ghost" testId="row-correct" onClick={() => setOpen({ kind: 'correct' })}>
          {t('books.correct')}
        </Button>
      )}
      {line?.attachments.map(scan => (
        <ScanButton key={scan.hash} scan={scan} />
      ))}
      {open.kind === 'sign' && book !== null && line !== undefined && (
        <SignDialog book={book} entry={line.entry} column={open.column} onClose={close} />
      )}
      {open.kind === 'complete' && book !== null && line !== undefined && (
        <CompleteDialog book={book} line={line} onClose={close} />
      )}
      {open.kind === 'correct' &&
        (book !== null && line !== undefined ? (
          <BookDialog book={book} line={line} onClose={close} />
        ) : (
          <CorrectDialog ledger={ledger} row={row} onClose={close} />
        ))}
    </span>
  )
}
