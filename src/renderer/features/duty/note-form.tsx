import { App, Input } from 'antd'
import { useState, type JSX } from 'react'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { closeDutyDialog } from './store.ts'

const noPhrases: readonly string[] = []

/** A line in the duty record by the guard (A-10.c); common phrases save the typing. */
export function NoteForm(): JSX.Element {
  const t = useText()
  const { message } = App.useApp()
  const phrases = useKnown(state => state.site?.quickPhrases ?? noPhrases)
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>(null)
  const save = async () => {
    try {
      await call('duty.note', { text })
      closeDutyDialog()
      void message.success(t('duty.note.saved'))
    } catch (refused) {
      setError(refused)
    }
  }
  const add = (phrase: string) => setText(before => (before === '' ? phrase : `${before}；${phrase}`))
  return (
    <div className="duty-form" data-testid="note">
      <Input.TextArea
        autoFocus
        rows={4}
        maxLength={1000}
        showCount
        placeholder={t('duty.note.placeholder')}
        value={text}
        data-testid="note-text"
        onChange={event => setText(event.target.value)}
      />
      {phrases.length > 0 && (
        <div className="phrases" role="group" aria-label={t('duty.note.phrases')}>
          {phrases.map(phrase => (
            <Button key={phrase} size="small" onClick={() => add(phrase)}>
              {phrase}
            </Button>
          ))}
        </div>
      )}
      <p className="duty-hint">{t('duty.note.hint')}</p>
      {error !== null && (
        <p className="identify-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div className="duty-buttons">
        <Button
          kind="primary"
          size="big"
          disabled={text.trim() === ''}
          testId="note-save"
          onClick={() => void save()}
        >
          {t('duty.note.save')}
        </Button>
        <Button kind="ghost" size="big" onClick={closeDutyDialog}>
          {t('app.cancel')}
        </Button>
      </div>
    </div>
  )
}
