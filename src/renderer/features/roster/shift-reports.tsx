import { App, Modal } from 'antd'
import { useCallback, useState, type JSX } from 'react'
import type { ShiftSummary } from '../../../shared/contract/shifts.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { useLocale, useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Failed, Loading } from '../../ui/page-states.tsx'
import { formatDateTime, formatDuration } from '../../ui/time.ts'
import { useAnswer } from '../../link/use-answer.ts'
import './roster.css'

const lookBackMs = 31 * 86_400_000

/** The shifts of the last month, each with its sheet for paper. */
export function ShiftReports(): JSX.Element {
  const t = useText()
  const ask = useCallback(
    () => call('shifts.list', { fromMs: stationNowMs() - lookBackMs, toMs: stationNowMs() + 60_000 }),
    [],
  )
  const { value, error, again } = useAnswer(ask)
  if (value === null)
    return error === null ? <Loading /> : <Failed message={t.refusal(error)} retry={again} />
  if (value.length === 0) return <Empty>{t('shift-report.empty')}</Empty>
  return (
    <div className="roster-scroll">
      <table className="roster-reports" data-testid="shift-reports">
        <thead>
          <tr>
            {(['person', 'plan', 'began', 'ended', 'unmanned', 'end'] as const).map(column => (
              <th key={column}>{t(`shift-report.${column}`)}</th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {value.map(shift => (
            <Row key={shift.id} shift={shift} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ shift }: { shift: ShiftSummary }): JSX.Element {
  const t = useText()
  const { message } = App.useApp()
  const locale = useLocale(state => state.locale)
  const [isBusy, setBusy] = useState(false)
  const take = (work: (form: { html: string; fileName: string }) => Promise<boolean>) => {
    setBusy(true)
    call('shifts.report', { shiftId: shift.id, locale })
      .then(work)
      .then(
        isTaken => isTaken && void message.success(t('ledgers.saved')),
        (error: unknown) => void message.error(t.refusal(error)),
      )
      .finally(() => setBusy(false))
  }
  return (
    <tr data-testid={`shift-${shift.id}`} data-end={shift.end}>
      <td>
        <b>{shift.person.name}</b>
      </td>
      <td>{planWords(shift, t)}</td>
      <td className="numbers">{formatDateTime(shift.startedAtMs).slice(0, 16)}</td>
      <td className="numbers">
        {shift.endedAtMs === null ? '—' : formatDateTime(shift.endedAtMs).slice(0, 16)}
      </td>
      <td>{shift.unmannedBeforeMs === 0 ? '—' : formatDuration(shift.unmannedBeforeMs, locale)}</td>
      <td>
        {t(`shift-report.end.${shift.end}`)} {shift.to}
      </td>
      <td className="roster-line">
        <Button
          size="small"
          disabled={isBusy}
          testId={`shift-print-${shift.id}`}
          onClick={() => take(({ html }) => window.zhishou.print({ html }))}
        >
          <Icon name="print" size={18} /> {t('ledgers.copy.print')}
        </Button>
        <Button
          size="small"
          disabled={isBusy}
          testId={`shift-pdf-${shift.id}`}
          onClick={() => take(form => window.zhishou.savePdf(form))}
        >
          <Icon name="download" size={18} /> {t('ledgers.copy.pdf')}
        </Button>
      </td>
    </tr>
  )
}

/** What was planned, and how far the begin was off. */
function planWords({ plan, kind }: ShiftSummary, t: Translate): string {
  switch (plan.kind) {
    case 'none':
      return `${t(`shift.${kind}`)} · ${t('shift-report.no-plan')}`
    case 'instead':
      return t('roster.told.instead.short', { shift: plan.shiftName, name: plan.of })
    case 'planned': {
      const { lateMinutes: late, shiftName } = plan
      if (late === 0) return shiftName
      const key = late > 0 ? 'roster.told.late.short' : 'roster.told.early.short'
      return `${shiftName} · ${t(key, { minutes: Math.abs(late) })}`
    }
  }
}

/** The same list in front of another page, e.g. the duty ledger. */
export function ShiftReportsButton(): JSX.Element {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  useHotkeyBarrier('dialog', isOpen)
  return (
    <>
      <Button size="small" testId="shift-reports-open" onClick={() => setOpen(true)}>
        {t('shift-report.title')}
      </Button>
      <Modal
        open={isOpen}
        centered
        destroyOnHidden
        width={1180}
        title={t('shift-report.title')}
        footer={null}
        onCancel={() => setOpen(false)}
      >
        <ShiftReports />
      </Modal>
    </>
  )
}
