import { useState, type JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { parseBeijing } from '../../ui/time.ts'
import type { DaySpan } from '../../ui/weeks.ts'
import { DayChoice } from '../ledgers/index.ts'
import { QuestionTitle } from './question-title.tsx'

interface Thing {
  readonly id: string
  readonly name: string
}

interface WhoQuestionProps {
  name: 'video' | 'arming'
  number: number
  things: readonly Thing[]
  /** What stands for all of them. */
  all: string
  /** The day was pressed: the answer is wanted. `null` = of all things. */
  onAsk: (thing: Thing | null, span: DaySpan) => void
}

/** From so many on they are found by name. */
const manyThings = 16
const dayMs = 86_400_000

/** Two presses: of what, and on which day. */
export function WhoQuestion({ name, number, things, all, onAsk }: WhoQuestionProps): JSX.Element {
  const t = useText()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [wanted, setWanted] = useState('')
  const found = things.filter(thing => thing.name.includes(wanted.trim()))
  const ask = (span: DaySpan) => onAsk(things.find(({ id }) => id === chosenId) ?? null, span)
  return (
    <Panel
      className={`inspector-who inspector-${name}`}
      testId={`inspector-${name}`}
      title={<QuestionTitle number={number}>{t(`inspector.${name}`)}</QuestionTitle>}
      subtitle={t(`inspector.${name}.how`)}
    >
      <div className="inspector-choices">
        {things.length > manyThings && (
          <input
            type="search"
            className="inspector-find"
            placeholder={t('inspector.find')}
            aria-label={t('inspector.find')}
            maxLength={60}
            value={wanted}
            onChange={event => setWanted(event.target.value)}
          />
        )}
        <div className="inspector-things" role="group" aria-label={t(`inspector.${name}`)}>
          {[{ id: null, name: all }, ...found].map(thing => (
            <button
              key={thing.id ?? ''}
              type="button"
              aria-pressed={thing.id === chosenId}
              data-testid={`inspector-${name}-${thing.id ?? 'all'}`}
              onClick={() => setChosenId(thing.id)}
            >
              {thing.name}
            </button>
          ))}
          {found.length === 0 && <span>{t('inspector.none-found')}</span>}
        </div>
        <DayChoice chosen={null} onChoose={ask} />
        <TypedDay onChoose={ask} />
      </div>
    </Panel>
  )
}

/** A day further back, as the forms write it. */
function TypedDay({ onChoose }: { onChoose: (span: DaySpan) => void }): JSX.Element {
  const t = useText()
  const [typed, setTyped] = useState('')
  const fromMs = parseBeijing(`${typed.trim()} 00:00`)
  return (
    <form
      className="inspector-day"
      onSubmit={event => {
        event.preventDefault()
        if (fromMs !== null) onChoose({ fromMs, toMs: fromMs + dayMs })
      }}
    >
      <label>
        {t('inspector.day.typed')}
        <input
          className="numbers"
          placeholder={t('inspector.day.form')}
          maxLength={10}
          value={typed}
          aria-invalid={typed !== '' && typed.length === 10 && fromMs === null}
          onChange={event => setTyped(event.target.value)}
        />
      </label>
      <Button size="small" type="submit" disabled={fromMs === null}>
        {t('inspector.day.open')}
      </Button>
    </form>
  )
}
