import type { JSX } from 'react'
import { termsOf } from '../../../shared/domain/approval-kinds.ts'
import { waitsFor, type Approval } from '../../../shared/domain/approval.ts'
import type { Person } from '../../../shared/domain/duty.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useSession } from '../duty/index.ts'
import { RequestFilter } from './request-filter.tsx'
import { readOlder, show, tabs, useApprovals, type Tab } from './store.ts'
import { stateWords, toneOf } from './words.ts'

const dayMs = 86_400_000
/** Whoever waits so long is worth a reminder. */
const remindAfterDays = 3

/** Requests by what they are to the person at the desk; what waits for him comes first. */
export function RequestList({ list }: { list: readonly Approval[] }): JSX.Element {
  const t = useText()
  const person = useSession()?.person ?? null
  const chosen = useApprovals(state => state.tab)
  const counts = Object.fromEntries(tabs.map(tab => [tab, of(list, tab, person).length])) as Record<
    Tab,
    number
  >
  const tab = chosen ?? (counts.waiting > 0 ? 'waiting' : counts.mine > 0 ? 'mine' : 'all')
  const kind = useApprovals(state => state.kind)
  const stateKind = useApprovals(state => state.stateKind)
  const hasOlder = useApprovals(state => state.hasOlder)
  const ofTab = of(list, tab, person)
  const requests = ofTab.filter(
    ({ matter, state }) =>
      (kind === null || matter.kind === kind) && (stateKind === null || state.kind === stateKind),
  )
  return (
    <div className="request-list">
      <Choice
        label={t('approvals.title')}
        testId="request-tabs"
        value={tab}
        options={tabs.map(value => ({ value, label: `${t(`approvals.tab.${value}`)} ${counts[value]}` }))}
        onChange={value => useApprovals.setState({ tab: value })}
      />
      <RequestFilter />
      {requests.length === 0 && (
        <p className="request-none">
          {t(ofTab.length > 0 ? 'approvals.none.filtered' : `approvals.none.${tab}`)}
        </p>
      )}
      {requests.map(approval => (
        <RequestLine key={approval.number} approval={approval} person={person} />
      ))}
      {hasOlder && (
        <Button size="small" testId="requests-older" onClick={() => void readOlder()}>
          {t('approvals.older')}
        </Button>
      )}
    </div>
  )
}

function of(list: readonly Approval[], tab: Tab, person: Person | null): readonly Approval[] {
  if (tab === 'all') return list
  return list.filter(approval =>
    tab === 'mine'
      ? approval.applicant.id === person?.id
      : person !== null && waitsFor(approval, person) !== null,
  )
}

const lastConsentAtMs = ({ consents }: Approval): number | undefined => consents.at(-1)?.atMs

function RequestLine({ approval, person }: { approval: Approval; person: Person | null }): JSX.Element {
  const t = useText()
  const nowMs = useNow(60_000)
  const isShown = useApprovals(state => state.shown === approval.number)
  const waits = person === null ? null : waitsFor(approval, person)
  const waitedMs =
    approval.state.kind === 'submitted'
      ? nowMs - (lastConsentAtMs(approval) ?? approval.state.submittedAtMs)
      : 0
  const waitedDays = Math.floor(waitedMs / dayMs)
  return (
    <button
      type="button"
      className="request-line"
      aria-pressed={isShown}
      data-testid={`request-${approval.number}`}
      data-state={approval.state.kind}
      onClick={() => show(approval.number)}
    >
      <span className="request-line-head">
        <StateIcon tone={waits === null ? toneOf(approval) : 'warn'} />
        <b>{t('approvals.number', { number: approval.number })}</b>
        <span>{waits === null ? stateWords(t, approval) : t(`approvals.waits.${waits}`)}</span>
        <span className="numbers">{formatTimeNear(approval.draftedAtMs, nowMs)}</span>
      </span>
      <span className="request-line-purpose">{termsOf(approval.matter).subject}</span>
      <span className="request-line-who">
        {t(`approvals.kind.${approval.matter.kind}.short`)} · {approval.applicant.name}
        {waitedDays >= remindAfterDays && ` · ${t('approvals.waited', { days: waitedDays })}`}
      </span>
    </button>
  )
}
