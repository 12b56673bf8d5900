import { useState, type JSX } from 'react'
import { BookId, rightToWrite } from '../../../shared/domain/book.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useMay } from '../duty/index.ts'
import { BookDialog } from './book-dialog.tsx'
import { ProposalsButton } from './proposals.tsx'
import { useLedgers } from './store.ts'

/** Writes a line, in the books that people write. */
export function WriteButton(): JSX.Element | null {
  const t = useText()
  const [isOpen, setIsOpen] = useState(false)
  const connected = useKnown(state => state.connected)
  const book = BookId.safeParse(useLedgers(state => state.choice.ledger)).data
  const mayWrite = useMay(book === undefined ? 'books.write' : rightToWrite(book))
  if (book === undefined) return null
  return (
    <>
      {!mayWrite && <span className="ledger-outcome">{t('books.forbidden')}</span>}
      <Button
        kind="primary"
        size="small"
        disabled={!mayWrite || !connected}
        testId="book-write"
        onClick={() => setIsOpen(true)}
      >
        {t('books.enter')}
      </Button>
      {book === 'inspection' && <ProposalsButton />}
      {isOpen && <BookDialog book={book} line={null} onClose={() => setIsOpen(false)} />}
    </>
  )
}
