import { useState, type JSX, type ReactNode } from 'react'
import type { OpenMatters } from '../../../shared/contract/inspector.ts'
import type { HandoverKind } from '../../../shared/domain/handover.ts'
import type { LedgerId } from '../../../shared/domain/ledger.ts'
import { openPage, type PageId } from '../../app/navigation.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { showLedger } from '../ledgers/index.ts'
import { QuestionTitle } from './question-title.tsx'
import { SheetButtons } from './sheet-buttons.tsx'
import { readOpenMatters, useOpenMatters } from './store.ts'

/** Where a matter is looked at: a page, or the book in which its line stands. */
const placeOf: Readonly<Record<HandoverKind, { page: PageId } | { ledger: LedgerId }>> = {
  incident: { page: 'incidents' },
  'perimeter-disarmed': { page: 'intrusion' },
  'zone-bypassed': { page: 'intrusion' },
  'alarm-shelved': { page: 'incidents' },
  'panel-lost': { page: 'intrusion' },
  'camera-lost': { page: 'watch' },
  'fault-ticket': { ledger: 'faults' },
  'planned-outage': { page: 'approvals' },
  'daily-check-owed': { page: 'playback' },
  'patrol-missed': { ledger: 'patrol' },
  'visitor-inside': { ledger: 'visitors' },
  'vehicle-inside': { ledger: 'vehicles' },
  'equipment-short': { ledger: 'duty' },
  'storage-short': { page: 'storage' },
  'backup-off': { page: 'records' },
  'backup-same-disk': { page: 'records' },
}

function go(place: { page: PageId } | { ledger: LedgerId }): void {
  if ('ledger' in place) showLedger(place.ledger, { period: { kind: 'month' } })
  openPage('page' in place ? place.page : 'ledgers')
}

/** What is not finished, each with the way to it, and the sheet to take along. */
export function OpenMattersPanel({ number }: { number: number }): JSX.Element {
  const t = useText()
  const { matters, error } = useOpenMatters()
  return (
    <Panel
      className="inspector-open"
      testId="inspector-open"
      title={<QuestionTitle number={number}>{t('inspector.open')}</QuestionTitle>}
      subtitle={matters === null ? undefined : t('inspector.open.count', { count: matters.items.length })}
      actions={<SheetButtons />}
    >
      {matters !== null ? (
        <Matters matters={matters} />
      ) : error === null ? (
        <Loading />
      ) : (
        <Failed message={t.refusal(error)} retry={() => void readOpenMatters()} />
      )}
    </Panel>
  )
}

function Matters({ matters: { items, openRequests, openDays, isWeekInspected } }: { matters: OpenMatters }) {
  const t = useText()
  const [nowMs] = useState(stationNowMs)
  const [oldest = ''] = openDays
  return (
    <ul className="inspector-matters">
      {items.length === 0 && <li data-testid="inspector-nothing-open">{t('duty.handover.none')}</li>}
      {items.map(({ id, kind, name, sinceMs }) => (
        <Matter key={id} kind={kind} place={placeOf[kind]}>
          <b>{t(`duty.handover.kind.${kind}`)}</b>
          <span>{name}</span>
          {sinceMs !== null && (
            <small className="numbers">
              {t('duty.handover.since', { time: formatTimeNear(sinceMs, nowMs) })}
            </small>
          )}
        </Matter>
      ))}
      <Matter kind="requests" place={{ page: 'approvals' }}>
        {t('inspector.requests', { count: openRequests })}
      </Matter>
      <Matter kind="days" place={{ ledger: 'daily-watch' }}>
        {openDays.length === 0
          ? t('inspector.days.none')
          : t('inspector.days.more', { count: openDays.length, day: oldest })}
      </Matter>
      <Matter kind="week" place={{ ledger: 'inspection' }}>
        {t(isWeekInspected ? 'inspector.week.done' : 'inspector.week.owed')}
      </Matter>
    </ul>
  )
}

interface MatterProps {
  kind: string
  place: { page: PageId } | { ledger: LedgerId }
  children: ReactNode
}

function Matter({ kind, place, children }: MatterProps): JSX.Element {
  const t = useText()
  return (
    <li data-kind={kind}>
      <p>{children}</p>
      <Button size="small" kind="ghost" onClick={() => go(place)}>
        {t('inspector.go')}
      </Button>
    </li>
  )
}
