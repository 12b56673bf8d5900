import { useState, type JSX } from 'react'
import type { TensionReport } from '../../../shared/contract/tension.ts'
import type { SiteView, ZoneView } from '../../../shared/site-view.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { TensionChart } from './tension-chart.tsx'
import { chartOfReadings, chartOfSeries } from './tension-chart-points.ts'
import { useTension } from './use-tension.ts'

const spans = [1, 24, 720] as const
type Hours = (typeof spans)[number]

/** The tension of each fence segment: now, over the last hour, day or month, and around its alarms. */
export function TensionPanel({ site }: { site: SiteView }): JSX.Element | null {
  const zones = site.zones.filter(zone => zone.detector === 'tension-fence')
  const [chosen, setChosen] = useState<string | null>(null)
  const zone = zones.find(({ id }) => id === chosen) ?? zones[0]
  if (zone === undefined) return null
  return <TensionOf key={zone.id} zone={zone} zones={zones} onChoose={setChosen} />
}

interface TensionOfProps {
  readonly zone: ZoneView
  readonly zones: readonly ZoneView[]
  readonly onChoose: (zoneId: string) => void
}

function TensionOf({ zone, zones, onChoose }: TensionOfProps): JSX.Element {
  const t = useText()
  const [hours, setHours] = useState<Hours>(1)
  const { report, failure } = useTension(zone.id, hours)
  const now = report?.latest.at(-1)
  return (
    <Panel className="tension" title={t('tension.title')} testId="tension">
      <div className="tension-choice">
        <select
          value={zone.id}
          aria-label={t('tension.segment')}
          data-testid="tension-segment"
          onChange={event => onChoose(event.target.value)}
        >
          {zones.map(each => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
        <b className="numbers" data-testid="tension-now">
          {now === undefined ? t('tension.none-now') : t('tension.newtons', { newtons: Math.round(now[1]) })}
        </b>
      </div>
      <Choice
        options={spans.map(value => ({ value, label: t(`tension.span.${value}`) }))}
        value={hours}
        onChange={setHours}
        label={t('tension.span')}
        testId="tension-span"
      />
      {failure !== null && <p className="stranger-failed">{t.refusal(failure)}</p>}
      {report !== null && <Curves report={report} hours={hours} />}
    </Panel>
  )
}

function Curves({ report, hours }: { report: TensionReport; hours: Hours }): JSX.Element {
  const t = useText()
  const nowMs = useNow(10_000)
  const [alarmAtMs, setAlarmAtMs] = useState<number | null>(null)
  const alarm = report.alarms.find(({ atMs }) => atMs === alarmAtMs)
  const series = chartOfSeries(report, nowMs - hours * 3_600_000, nowMs)
  const around = alarm === undefined ? null : chartOfReadings(alarm.readings)
  return (
    <>
      {series === null ? (
        <p className="tension-none">{t('tension.none')}</p>
      ) : (
        <TensionChart
          chart={series}
          label={t('tension.chart')}
          marksMs={report.alarms.map(({ atMs }) => atMs)}
        />
      )}
      {report.alarms.length > 0 && (
        <ul className="tension-alarms">
          {report.alarms.map(({ atMs }) => (
            <li key={atMs}>
              <button
                type="button"
                aria-pressed={atMs === alarmAtMs}
                onClick={() => setAlarmAtMs(atMs === alarmAtMs ? null : atMs)}
              >
                {t('tension.alarm', { time: formatTimeNear(atMs, nowMs) })}
              </button>
              {atMs === alarm?.atMs &&
                (around === null ? (
                  <p className="tension-none">{t('tension.none')}</p>
                ) : (
                  <TensionChart chart={around} label={t('tension.around')} marksMs={[atMs]} />
                ))}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
