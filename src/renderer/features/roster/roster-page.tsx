import { App, Tabs } from 'antd'
import { useEffect, useState, type JSX } from 'react'
import { call, useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../duty/index.ts'
import { AbsenceDialog } from './absence-dialog.tsx'
import { FillDialog } from './fill-dialog.tsx'
import { RosterGrid } from './roster-grid.tsx'
import { RosterSide } from './roster-side.tsx'
import { RulesDialog } from './rules-dialog.tsx'
import { ShiftReports } from './shift-reports.tsx'
import { readRoster, showRoster, spanInView, useRoster } from './store.ts'
import './roster.css'

/** 排班: who is to stand which shift, and what became of it. Guards read it; who may plan plans. */
export function RosterPage(): JSX.Element {
  const t = useText()
  if (!useMay('ledgers.read')) return <Forbidden reason={t('ledgers.forbidden')} />
  return (
    <div className="roster-page" data-testid="roster-page">
      <Tabs
        items={[
          { key: 'plan', label: t('roster.title'), children: <Plan /> },
          { key: 'reports', label: t('shift-report.title'), children: <ShiftReports /> },
        ]}
      />
    </div>
  )
}

function Plan(): JSX.Element {
  const t = useText()
  const connected = useKnown(state => state.connected)
  const { page, error, refusal, swapping } = useRoster()
  const mayPlan = useMay('duty.roster')
  useEffect(() => {
    if (!connected) return
    if (useRoster.getState().fromDay === '') showRoster('month', null)
    else void readRoster()
  }, [connected])
  if (page === null) {
    if (error === null) return <Loading />
    return <Failed message={t.refusal(error)} retry={() => void readRoster()} />
  }
  return (
    <Panel title={<PeriodChoice />} actions={<RosterActions mayPlan={mayPlan} />}>
      {(refusal !== null || swapping !== null) && (
        <p className="roster-told" role="alert" data-testid="roster-told">
          {refusal === null ? t('roster.swap.second') : t.refusal(refusal)}
        </p>
      )}
      <div className="roster-body">
        <RosterGrid key={page.days[0]?.day} page={page} mayPlan={mayPlan} />
        <RosterSide page={page} mayPlan={mayPlan} />
      </div>
    </Panel>
  )
}

function PeriodChoice(): JSX.Element {
  const t = useText()
  const view = useRoster(state => state.view)
  const fromDay = useRoster(state => state.fromDay)
  return (
    <span className="roster-period">
      <Choice
        label={t('roster.view')}
        options={[
          { value: 'week', label: t('roster.view.week') },
          { value: 'month', label: t('roster.view.month') },
        ]}
        value={view}
        onChange={next => showRoster(next)}
        testId="roster-view"
      />
      <Button
        size="small"
        aria-label={t('roster.before')}
        testId="roster-before"
        onClick={() => showRoster(view, -1)}
      >
        <Icon name="back" size={18} />
      </Button>
      <b className="numbers" data-testid="roster-from">
        {view === 'month' ? fromDay.slice(0, 7) : fromDay}
      </b>
      <Button
        size="small"
        aria-label={t('roster.after')}
        testId="roster-after"
        onClick={() => showRoster(view, 1)}
      >
        <Icon name="forward" size={18} />
      </Button>
      <Button size="small" onClick={() => showRoster(view, null)}>
        {t('roster.today')}
      </Button>
    </span>
  )
}

type Dialog = 'fill' | 'absence' | 'rules'

function RosterActions({ mayPlan }: { mayPlan: boolean }): JSX.Element {
  const t = useText()
  const { message } = App.useApp()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [isBusy, setBusy] = useState(false)
  const locale = useLocale(state => state.locale)
  const take = (work: () => Promise<boolean>) => {
    setBusy(true)
    work()
      .then(
        isTaken => isTaken && void message.success(t('ledgers.saved')),
        (error: unknown) => void message.error(t.refusal(error)),
      )
      .finally(() => setBusy(false))
  }
  const form = () => call('roster.form', { ...spanInView(), locale })
  const close = () => setDialog(null)
  return (
    <>
      {mayPlan && (
        <>
          <Button size="small" kind="primary" testId="roster-fill" onClick={() => setDialog('fill')}>
            {t('roster.fill')}
          </Button>
          <Button size="small" testId="roster-absence" onClick={() => setDialog('absence')}>
            {t('roster.absence')}
          </Button>
          <Button size="small" testId="roster-rules" onClick={() => setDialog('rules')}>
            {t('roster.rules')}
          </Button>
        </>
      )}
      <Button
        size="small"
        disabled={isBusy}
        testId="roster-print"
        onClick={() => take(async () => window.zhishou.print({ html: (await form()).html }))}
      >
        <Icon name="print" size={18} /> {t('ledgers.copy.print')}
      </Button>
      <Button
        size="small"
        disabled={isBusy}
        testId="roster-pdf"
        onClick={() => take(async () => window.zhishou.savePdf(await form()))}
      >
        <Icon name="download" size={18} /> {t('ledgers.copy.pdf')}
      </Button>
      <Button
        size="small"
        disabled={isBusy}
        testId="roster-xlsx"
        onClick={() =>
          take(async () =>
            window.zhishou.saveExport((await call('roster.export', { ...spanInView(), locale })).fileName),
          )
        }
      >
        <Icon name="download" size={18} /> {t('ledgers.copy.xlsx')}
      </Button>
      {dialog === 'fill' && <FillDialog onClose={close} />}
      {dialog === 'absence' && <AbsenceDialog onClose={close} />}
      {dialog === 'rules' && <RulesDialog onClose={close} />}
    </>
  )
}
