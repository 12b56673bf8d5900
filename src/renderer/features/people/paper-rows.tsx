import { Input, Select } from 'antd'
import type { JSX } from 'react'
import { AppointedDuty } from '../../../shared/site/people.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { formatDay } from '../../ui/time.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { Day } from './day-field.tsx'
import type { AssignmentWords, TrainingWords } from './person-words.ts'

interface RowsProps<T> {
  rows: readonly T[]
  onChange: (rows: readonly T[]) => void
}

function replaced<T>(rows: readonly T[], index: number, part: Partial<T>): readonly T[] {
  return rows.map((row, at) => (at === index ? { ...row, ...part } : row))
}

/** What somebody was trained in, when, and until when it counts. */
export function TrainingRows({ rows, onChange }: RowsProps<TrainingWords>): JSX.Element {
  const t = useText()
  return (
    <fieldset className="people-second">
      <legend>{t('people.training')}</legend>
      {rows.map((row, index) => (
        <div key={index} className="people-row training-row">
          <Input
            value={row.what}
            maxLength={60}
            placeholder={t('people.training.what')}
            aria-label={t('people.training.what')}
            data-testid={`training-what-${index}`}
            onChange={event => onChange(replaced(rows, index, { what: event.target.value }))}
          />
          <Day
            label={t('people.training.on')}
            value={row.on}
            onChange={on => onChange(replaced(rows, index, { on }))}
          />
          <Day
            label={t('people.training.valid-to')}
            value={row.validTo}
            onChange={validTo => onChange(replaced(rows, index, { validTo }))}
          />
          <Remove onRemove={() => onChange(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button
        size="small"
        testId="training-add"
        onClick={() => onChange([...rows, { what: '', on: formatDay(stationNowMs()), validTo: '' }])}
      >
        {t('people.training.add')}
      </Button>
    </fieldset>
  )
}

/** What somebody was appointed to, and by which paper (A-7, A-N1.2). */
export function AssignmentRows({ rows, onChange }: RowsProps<AssignmentWords>): JSX.Element {
  const t = useText()
  return (
    <fieldset className="people-second">
      <legend>{t('people.assignments')}</legend>
      {rows.map((row, index) => (
        <div key={index} className="people-row assignment-row">
          <Select
            value={row.duty}
            aria-label={t('people.assignment.duty')}
            options={AppointedDuty.options.map(duty => ({ value: duty, label: t(`people.duty.${duty}`) }))}
            onChange={duty => onChange(replaced(rows, index, { duty }))}
          />
          <Day
            label={t('people.assignment.from')}
            value={row.from}
            onChange={from => onChange(replaced(rows, index, { from }))}
          />
          <Day
            label={t('people.assignment.until')}
            value={row.until}
            onChange={until => onChange(replaced(rows, index, { until }))}
          />
          <Input
            value={row.document}
            maxLength={80}
            placeholder={t('people.assignment.document')}
            aria-label={t('people.assignment.document')}
            data-testid={`assignment-document-${index}`}
            onChange={event => onChange(replaced(rows, index, { document: event.target.value }))}
          />
          <Remove onRemove={() => onChange(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button
        size="small"
        testId="assignment-add"
        onClick={() => {
          const from = formatDay(stationNowMs())
          onChange([...rows, { duty: 'guard-leader', from, until: '', document: '' }])
        }}
      >
        {t('people.assignment.add')}
      </Button>
    </fieldset>
  )
}

function Remove({ onRemove }: { onRemove: () => void }): JSX.Element {
  const t = useText()
  return (
    <Button kind="ghost" size="small" aria-label={t('people.remove')} onClick={onRemove}>
      <Icon name="close" size={16} />
    </Button>
  )
}
