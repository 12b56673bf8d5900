import { useState, type JSX } from 'react'
import type { ArchivesReport } from '../../../shared/contract/archives.ts'
import { gapBefore } from '../../../shared/domain/archive.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { formatDay } from '../../ui/time.ts'
import { isDay } from './is-day.ts'
import { act } from './store.ts'

const free = -1

/** Orders the archive of a term, or of a period of one's own. */
export function NewArchive({ report }: { report: ArchivesReport }): JSX.Element {
  const t = useText()
  const { terms, archives, due } = report
  const [chosen, setChosen] = useState(() => proposed(report))
  const [period, setPeriod] = useState(() => periodOf(report, proposed(report)))
  const [error, setError] = useState<unknown>(null)
  const gap = gapBefore(period.from, archives)
  const isBusy = archives.some(({ state }) => state.kind === 'running')
  const isReady = period.name.trim() !== '' && isDay(period.from) && isDay(period.through)
  const start = () => {
    setError(null)
    act(() => call('archives.start', period)).catch(setError)
  }
  const field = (part: 'from' | 'through' | 'name', label: string) => (
    <label>
      {label}
      <input
        placeholder={part === 'name' ? '' : '2026-11-22'}
        value={period[part]}
        maxLength={part === 'name' ? 40 : 10}
        data-testid={`archive-${part}`}
        onChange={event => setPeriod(before => ({ ...before, [part]: event.target.value }))}
      />
    </label>
  )
  return (
    <div className="archive-card" data-testid="archive-new">
      <h3>{t('archives.new')}</h3>
      <div className="archive-row">
        <label>
          {t('archives.term')}
          <select
            value={chosen}
            data-testid="archive-term"
            onChange={event => {
              const index = Number(event.target.value)
              setChosen(index)
              setPeriod(periodOf(report, index))
            }}
          >
            {terms.map(({ name, from, through }, index) => (
              <option key={`${name} ${from}`} value={index}>
                {name}（{from} – {through}）{due.some(each => each.name === name) ? ' ●' : ''}
              </option>
            ))}
            <option value={free}>{t('archives.term.free')}</option>
          </select>
        </label>
        {field('name', t('archives.name'))}
        {field('from', t('archives.from'))}
        {field('through', t('archives.through'))}
        <Button kind="primary" disabled={isBusy || !isReady} testId="archive-start" onClick={start}>
          {t('archives.start')}
        </Button>
      </div>
      {gap !== null && <p className="archives-hint">{t('archives.gap', gap)}</p>}
      {error !== null && (
        <p className="archive-error" role="alert" data-testid="archive-error">
          {t.refusal(error)}
        </p>
      )}
    </div>
  )
}

const today = (): string => formatDay(stationNowMs())

/** The term that is owed, else the newest that is over, else the one that runs. */
function proposed({ terms, due }: ArchivesReport): number {
  const owed = terms.findIndex(({ name }) => name === due[0]?.name)
  if (owed >= 0) return owed
  const over = terms.findLastIndex(({ through }) => through < today())
  return over >= 0 ? over : terms.length - 1
}

/** Yesterday where a term is not over: what may be archived ends there. */
function periodOf(
  { terms, firstDay }: ArchivesReport,
  index: number,
): { name: string; from: string; through: string } {
  const yesterday = formatDay(stationNowMs() - 86_400_000)
  const term = terms[index]
  if (term === undefined) return { name: '', from: firstDay, through: yesterday }
  return { ...term, through: term.through < today() ? term.through : yesterday }
}
