import { Input, Modal } from 'antd'
import { useState, type JSX } from 'react'
import { books, isSignature, type BookId, type Signing } from '../../../shared/domain/book.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { PersonPin } from './person-pin.tsx'
import { SignaturePad, type Stroke } from './signature-pad.tsx'
import { readLedger } from './store.ts'

interface SignDialogProps {
  book: BookId
  entry: string
  column: string
  onClose: () => void
}

/** Signs a line: with the PIN of who is in charge, or on the screen where somebody from outside signs. */
export function SignDialog({ book, entry, column, onClose }: SignDialogProps): JSX.Element | null {
  const t = useText()
  const [error, setError] = useState<unknown>(null)
  useHotkeyBarrier('dialog', true)
  const definition = books[book].columns.find(({ id }) => id === column)
  if (definition === undefined || !isSignature(definition)) return null
  const { by } = definition
  const sign = async (signing: Signing) => {
    try {
      await call('books.sign', { entry, column, signing })
      await readLedger()
      onClose()
    } catch (refused) {
      setError(refused)
    }
  }
  const title = t('books.sign.title', { column: t.dynamic(`ledger.${book}.column.${column}`) })
  return (
    <Modal
      open
      mask={{ closable: false }}
      centered
      width={560}
      footer={null}
      title={title}
      onCancel={onClose}
    >
      {by === 'anybody-drawn' ? (
        <DrawnForm onSign={sign} />
      ) : (
        <PersonPin
          label={t('books.sign.person')}
          isOffered={person => person.roles.includes(by)}
          submit={t('books.sign.submit')}
          onSubmit={(userId, pin) => sign({ how: 'pin', userId, pin })}
        />
      )}
      {error !== null && <p role="alert">{t.refusal(error)}</p>}
    </Modal>
  )
}

function DrawnForm({ onSign }: { onSign: (signing: Signing) => Promise<void> }): JSX.Element {
  const t = useText()
  const [name, setName] = useState('')
  const [strokes, setStrokes] = useState<Stroke[]>([])
  return (
    <div className="book-form">
      <label className="book-field">
        <span>{t('books.sign.name')}</span>
        <Input
          value={name}
          maxLength={40}
          data-testid="sign-name"
          onChange={event => setName(event.target.value)}
        />
      </label>
      <p>{t('books.sign.drawn')}</p>
      <SignaturePad strokes={strokes} onChange={setStrokes} />
      <Button
        kind="primary"
        disabled={name.trim() === '' || strokes.length === 0}
        testId="sign-submit"
        onClick={() => void onSign({ how: 'drawn', name, strokes })}
      >
        {t('books.sign.submit')}
      </Button>
    </div>
  )
}
