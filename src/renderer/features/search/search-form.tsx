import type { JSX } from 'react'
import { LedgerId } from '../../../shared/domain/ledger.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { parseBeijing } from '../../ui/time.ts'
import { ask, askNothing, find, useSearch } from './store.ts'

const fields = ['person', 'place', 'device', 'plate'] as const

/** What is looked for. Everything may be left empty; Enter in any field looks. */
export function SearchForm(): JSX.Element {
  const t = useText()
  const choice = useSearch(state => state.choice)
  return (
    <form
      className="search-form"
      onSubmit={event => {
        event.preventDefault()
        void find()
      }}
    >
      <input
        type="search"
        className="search-text"
        autoFocus
        maxLength={100}
        placeholder={t('search.text')}
        aria-label={t('search.text')}
        value={choice.text}
        data-testid="search-text"
        onChange={event => ask({ text: event.target.value })}
      />
      {fields.map(field => (
        <label key={field}>
          {t(`search.field.${field}`)}
          <input
            maxLength={field === 'plate' ? 20 : 60}
            list={`search-${field}`}
            value={choice[field]}
            data-testid={`search-${field}`}
            onChange={event => ask({ [field]: event.target.value })}
          />
        </label>
      ))}
      <label>
        {t('search.field.ledger')}
        <select
          value={choice.ledger ?? ''}
          data-testid="search-ledger"
          onChange={event =>
            ask({ ledger: event.target.value === '' ? null : LedgerId.parse(event.target.value) })
          }
        >
          <option value="">{t('search.ledger.all')}</option>
          {LedgerId.options.map(id => (
            <option key={id} value={id}>
              {t.dynamic(`ledger.${id}.title`)}
            </option>
          ))}
        </select>
      </label>
      <DayField name="from" onChange={atMs => ask({ fromMs: atMs })} />
      <DayField name="to" onChange={atMs => ask({ toMs: atMs === null ? null : atMs + 86_400_000 })} />
      <div className="search-buttons">
        <Button size="small" kind="primary" testId="search-find" onClick={() => void find()}>
          {t('search.find')}
        </Button>
        <Button size="small" onClick={askNothing}>
          {t('search.empty')}
        </Button>
        {/* Enter in a field needs a button of the form itself. */}
        <button type="submit" hidden />
      </div>
      <Suggestions />
    </form>
  )
}

/** A day as the forms write it, `2026-11-22`; empty = no limit. */
function DayField({
  name,
  onChange,
}: {
  name: 'from' | 'to'
  onChange: (atMs: number | null) => void
}): JSX.Element {
  const t = useText()
  return (
    <label>
      {t(`search.field.${name}`)}
      <input
        className="search-day numbers"
        placeholder="2026-11-22"
        maxLength={10}
        data-testid={`search-${name}`}
        onChange={event => {
          const typed = event.target.value.trim()
          const atMs = typed === '' ? null : parseBeijing(`${typed} 00:00`)
          event.target.setCustomValidity(typed !== '' && atMs === null ? t('search.day-wrong') : '')
          onChange(atMs)
        }}
      />
    </label>
  )
}

/** Names of the site, for whoever does not remember how a thing is called. */
function Suggestions(): JSX.Element {
  const site = useKnown(state => state.site)
  return (
    <>
      <datalist id="search-place">
        {site?.places.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <datalist id="search-device">
        {site?.cameras.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  )
}
