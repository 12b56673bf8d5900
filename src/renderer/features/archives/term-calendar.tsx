import { useState, type JSX } from 'react'
import type { ArchivesReport } from '../../../shared/contract/archives.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { isDay } from './is-day.ts'
import { act } from './store.ts'

type Term = ArchivesReport['terms'][number]

/** The small calendar of the school: when its terms begin and end, and when a receipt is due. */
export function TermCalendar({ report }: { report: ArchivesReport }): JSX.Element {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="archive-calendar">
      <Button
        size="small"
        kind="ghost"
        aria-expanded={isOpen}
        testId="archive-calendar"
        onClick={() => setOpen(!isOpen)}
      >
        {t('archives.calendar')}
      </Button>
      {report.isUsual && <span className="archives-hint">{t('archives.usual')}</span>}
      {isOpen && <Terms report={report} onSaved={() => setOpen(false)} />}
    </div>
  )
}

function Terms({ report, onSaved }: { report: ArchivesReport; onSaved: () => void }): JSX.Element {
  const t = useText()
  const [terms, setTerms] = useState<readonly Term[]>(report.terms)
  const [dueDays, setDueDays] = useState(report.dueDays)
  const [error, setError] = useState<unknown>(null)
  const change = (index: number, part: Partial<Term>) =>
    setTerms(before => before.map((term, at) => (at === index ? { ...term, ...part } : term)))
  const save = () => {
    act(() => call('archives.set-terms', { terms: [...terms], dueDays })).then(onSaved, setError)
  }
  const isReady =
    dueDays >= 1 &&
    terms.every(({ name, from, through }) => name.trim() !== '' && isDay(from) && isDay(through))
  return (
    <div className="archive-card">
      <p className="archives-hint">{t('archives.calendar.hint')}</p>
      {terms.map((term, index) => (
        <div key={index} className="archive-row">
          {(['name', 'from', 'through'] as const).map(part => (
            <label key={part}>
              {t(`archives.${part}`)}
              <input
                placeholder={part === 'name' ? '' : '2026-11-22'}
                value={term[part]}
                maxLength={part === 'name' ? 40 : 10}
                onChange={event => change(index, { [part]: event.target.value })}
              />
            </label>
          ))}
          <Button size="small" onClick={() => setTerms(before => before.toSpliced(index, 1))}>
            {t('archives.calendar.remove')}
          </Button>
        </div>
      ))}
      <div className="archive-row">
        <Button
          size="small"
          onClick={() => setTerms(before => [...before, { name: '', from: '', through: '' }])}
        >
          {t('archives.calendar.add')}
        </Button>
        <label>
          {t('archives.calendar.due-days')}
          <input
            type="number"
            min={1}
            max={180}
            value={dueDays}
            onChange={event => setDueDays(event.target.valueAsNumber)}
          />
        </label>
        <Button kind="primary" disabled={!isReady} testId="archive-calendar-save" onClick={save}>
          {t('archives.calendar.save')}
        </Button>
      </div>
      {error !== null && (
        <p className="archive-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
    </div>
  )
}
