import { useEffect, useState, type JSX, type ReactNode } from 'react'
import type { AlarmFigures } from '../../../shared/domain/alarm-figures.ts'
import { figureLines, type FigureLine } from '../../../shared/domain/figure-lines.ts'
import { openPage } from '../../app/navigation.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { showLedger } from '../ledgers/index.ts'
import { FloodList, GuardTable, HourBars, PlaceTable, PriorityBars } from './statistics-parts.tsx'
import { choosePeriod, nowOfStation, periods, readFigures, spanOf, useAlarmLoad } from './store.ts'
import './alarm-load.css'

const refreshMs = 30_000

/**
 * 报警统计: what the alarms of a period say about the load of the desk (EEMUA 191).
 * @param back what brings the page back that this one was opened from
 */
export function StatisticsPage({ back }: { back: ReactNode }): JSX.Element {
  const t = useText()
  return useMay('ledgers.read') ? (
    <Content back={back} />
  ) : (
    <>
      {back}
      <Forbidden reason={t('statistics.forbidden')} />
    </>
  )
}

function Content({ back }: { back: ReactNode }): JSX.Element {
  const t = useText()
  const figures = useAlarmLoad(state => state.figures)
  const connected = useKnown(state => state.connected)
  // After a loss, whenever it is opened, and twice a minute all is counted anew.
  useEffect(() => {
    if (!connected) return
    void readFigures()
    const timer = setInterval(() => void readFigures(), refreshMs)
    return () => clearInterval(timer)
  }, [connected])
  return (
    <div className="statistics" data-testid="statistics-page" data-state={figures.kind}>
      <Head back={back} />
      {figures.kind === 'loading' && <Loading />}
      {figures.kind === 'failed' && (
        <Failed message={t.refusal(figures.error)} retry={() => void readFigures()} />
      )}
      {figures.kind === 'ready' && <Figures figures={figures.figures} />}
    </div>
  )
}

function Head({ back }: { back: ReactNode }): JSX.Element {
  const t = useText()
  const period = useAlarmLoad(state => state.period)
  return (
    <header className="statistics-head">
      {back}
      <h2>{t('statistics.title')}</h2>
      <Choice
        label={t('statistics.title')}
        testId="statistics-period"
        options={(Object.keys(periods) as (keyof typeof periods)[]).map(value => ({
          value,
          label: t(`statistics.period.${value}`),
        }))}
        value={period}
        onChange={choosePeriod}
      />
      <span className="statistics-note">{t('statistics.note')}</span>
      <PrintButton />
    </header>
  )
}

/** Written into the journal as they are now, then printed, as PDF or as Excel from the ledgers. */
function PrintButton(): JSX.Element {
  const t = useText()
  const period = useAlarmLoad(state => state.period)
  const mayWrite = useMay('ledgers.export')
  const [error, setError] = useState<unknown>(null)
  const write = async () => {
    try {
      await call('statistics.write', spanOf(period, nowOfStation()))
      showLedger('alarm-figures')
      openPage('ledgers')
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <>
      {error !== null && <span role="alert">{t.refusal(error)}</span>}
      <Button size="small" disabled={!mayWrite} testId="statistics-print" onClick={() => void write()}>
        <Icon name="print" size={18} />
        {t('statistics.print')}
      </Button>
    </>
  )
}

function Figures({ figures }: { figures: AlarmFigures }): JSX.Element {
  const t = useText()
  if (figures.alarms === 0 && figures.held === 0)
    return (
      <Empty>
        <StateIcon tone="ok" size={22} />
        {t('statistics.empty')}
      </Empty>
    )
  return (
    <div className="statistics-body">
      <ul className="statistics-cards">
        <li className="statistics-card" data-testid="figure-alarms">
          <span>{t('statistics.alarms')}</span>
          <b className="numbers">{figures.alarms}</b>
          <em>{figures.held > 0 && t('statistics.held', { count: figures.held })}</em>
          <small>{t('statistics.alarms.explain')}</small>
        </li>
        {figureLines(figures).map(line => (
          <Card key={line.id} line={line} />
        ))}
      </ul>
      <Panel title={t('statistics.places')} subtitle={t('statistics.places.explain')}>
        <PlaceTable places={figures.places} />
      </Panel>
      <Panel title={t('statistics.guards')} subtitle={t('statistics.guards.explain')}>
        <GuardTable figures={figures} />
      </Panel>
      <Panel title={t('statistics.hours')}>
        <HourBars byHour={figures.byHour} />
      </Panel>
      <Panel title={t('statistics.priorities')}>
        <PriorityBars byPriority={figures.byPriority} />
        <h3 className="statistics-floods-title">{t('statistics.floods')}</h3>
        <FloodList floods={figures.floods} />
      </Panel>
    </div>
  )
}

/** One figure, what is recommended, whether it is kept to (shape and word), and what it means. */
function Card({ line: { id, value, limit, isOver } }: { line: FigureLine }): JSX.Element {
  const t = useText()
  const tone = isOver === null ? 'off' : isOver ? 'warn' : 'ok'
  return (
    <li className={`statistics-card statistics-card-${tone}`} data-testid={`figure-${id}`} data-over={isOver}>
      <span>{t(`statistics.${id}`)}</span>
      <b className="numbers">{value}</b>
      <em>
        <StateIcon tone={tone} size={16} />
        {t('statistics.limit', { limit })}
        {isOver !== null && ` · ${t(isOver ? 'statistics.over' : 'statistics.within')}`}
      </em>
      <small>{t(`statistics.${id}.explain`)}</small>
    </li>
  )
}
