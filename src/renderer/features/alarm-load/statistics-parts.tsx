import type { JSX } from 'react'
import type { AlarmFigures, GuardTimes, PlaceFigures } from '../../../shared/domain/alarm-figures.ts'
import { spreadWords } from '../../../shared/domain/figure-lines.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime, formatMinutes } from '../../ui/time.ts'
import { toneColour } from '../../ui/tone.ts'
import { useMay } from '../duty/index.ts'
import { openShelving } from './store.ts'

/** The most frequent places; a detector that drives one mad can be shelved from here. */
export function PlaceTable({ places }: { places: readonly PlaceFigures[] }): JSX.Element {
  const t = useText()
  return (
    <table className="statistics-table" data-testid="statistics-places">
      <thead>
        <tr>
          <th>{t('statistics.place')}</th>
          <th>{t('statistics.count')}</th>
          <th>{t('statistics.signals')}</th>
          <th>{t('statistics.false')}</th>
          <th>{t('statistics.held-short')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {places.map(place => (
          <tr key={place.zoneId ?? place.name}>
            <td>{place.name}</td>
            <td className="numbers">{place.alarms}</td>
            <td className="numbers">{place.signals}</td>
            <td className="numbers">
              {place.verified === 0
                ? t('statistics.none')
                : `${Math.round((place.falseAlarms / place.verified) * 100)}% (${place.falseAlarms}/${place.verified})`}
            </td>
            <td className="numbers">{place.held === 0 ? '' : place.held}</td>
            <td>
              <ShelveButton zoneId={place.zoneId} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ShelveButton({ zoneId }: { zoneId: string | null }): JSX.Element | null {
  const t = useText()
  const mayShelve = useMay('incidents.shelve')
  const kind = useKnown(state => state.site?.zones.find(({ id }) => id === zoneId)?.kind)
  const isShelved = useKnown(state => state.shelving?.some(shelf => shelf.zoneId === zoneId) ?? false)
  if (!mayShelve || isShelved || (kind !== 'intrusion' && kind !== 'perimeter')) return null
  return (
    <Button size="small" kind="ghost" onClick={() => openShelving(zoneId)}>
      {t('shelving.shelve-this')}
    </Button>
  )
}

/** Median and 90 % of what each guard took, and of all. */
export function GuardTable({ figures }: { figures: AlarmFigures }): JSX.Element {
  const t = useText()
  const { acknowledge, arrive, close } = figures
  const all: GuardTimes = { name: t('statistics.everybody'), acknowledge, arrive, close }
  return (
    <table className="statistics-table" data-testid="statistics-guards">
      <thead>
        <tr>
          <th>{t('statistics.guard')}</th>
          <th>{t('statistics.acknowledge.short')}</th>
          <th>{t('statistics.arrive.short')}</th>
          <th>{t('statistics.close.short')}</th>
        </tr>
      </thead>
      <tbody>
        {[...figures.guards, all].map((guard, index) => (
          <tr key={guard.name} className={index === figures.guards.length ? 'statistics-all' : ''}>
            <td>{guard.name}</td>
            {[guard.acknowledge, guard.arrive, guard.close].map((spread, column) => (
              // The columns never change their order.
              // oxlint-disable-next-line react/no-array-index-key
              <td key={column} className="numbers">
                {spreadWords(spread)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Alarms by hour of the day. */
export function HourBars({ byHour }: { byHour: readonly number[] }): JSX.Element {
  const t = useText()
  const most = Math.max(1, ...byHour)
  return (
    <ol className="statistics-hours" data-testid="statistics-hours">
      {byHour.map((count, hour) => (
        // An hour is its place.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={hour} title={t('statistics.hours.bar', { hour, count })}>
          <i style={{ height: `${(count / most) * 100}%` }} />
          <small className="numbers">{hour % 3 === 0 ? hour : ''}</small>
        </li>
      ))}
    </ol>
  )
}

const priorities = [
  { priority: 1, tone: 'panic' },
  { priority: 2, tone: 'alarm' },
  { priority: 3, tone: 'warn' },
  { priority: 4, tone: 'fault' },
] as const

/** How the alarms spread over the priorities. */
export function PriorityBars({ byPriority }: { byPriority: readonly number[] }): JSX.Element {
  const t = useText()
  const all = Math.max(
    1,
    byPriority.reduce((sum, count) => sum + count, 0),
  )
  return (
    <ul className="statistics-priorities">
      {priorities.map(({ priority, tone }) => {
        const count = byPriority[priority - 1] ?? 0
        const share = `${Math.round((count / all) * 100)}%`
        return (
          <li key={priority}>
            <span>{t(`statistics.priority.${priority}`)}</span>
            <div>
              <i style={{ width: share, background: toneColour[tone] }} />
            </div>
            <span className="numbers">
              {count} · {share}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Floods of the period, the newest first. */
export function FloodList({ floods }: { floods: AlarmFigures['floods'] }): JSX.Element {
  const t = useText()
  if (floods.length === 0) return <p className="statistics-floods">{t('statistics.floods.none')}</p>
  return (
    <ul className="statistics-floods" data-testid="statistics-floods">
      {floods.slice(0, 20).map(({ sinceMs, endMs, count, peak }) => (
        <li key={sinceMs}>
          {t('statistics.flood', {
            from: formatDateTime(sinceMs).slice(0, 16),
            to: endMs === null ? t('statistics.flood.now') : formatMinutes(endMs),
            count,
            peak,
          })}
        </li>
      ))}
    </ul>
  )
}
