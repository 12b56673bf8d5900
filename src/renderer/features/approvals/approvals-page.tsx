import { useEffect, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay, useSession } from '../duty/index.ts'
import { RequestDetail } from './request-detail.tsx'
import { RequestForm } from './request-form.tsx'
import { RequestList } from './request-list.tsx'
import { forget, readApprovals, show, useApprovals } from './store.ts'
import './approvals.css'

/** Requests of every kind: asked for, decided, entered, confirmed, used (requirements 4.1). */
export function ApprovalsPage(): JSX.Element {
  const t = useText()
  const mayApply = useMay('approvals.apply')
  const personId = useSession()?.person.id ?? null
  if (!mayApply) return <Forbidden reason={t('approvals.forbidden')} />
  return <Desk key={personId} />
}

/** What one person sees; the next one begins with an empty desk. */
function Desk(): JSX.Element {
  const t = useText()
  const revision = useKnown(state => state.approvals?.revision ?? 0)
  const connected = useKnown(state => state.connected)
  useEffect(() => forget, [])
  useEffect(() => {
    if (connected) void readApprovals(revision)
  }, [connected, revision])
  return (
    <div className="approvals" data-testid="approvals-page">
      <Panel
        title={t('approvals.title')}
        className="approvals-list"
        actions={
          <Button kind="primary" size="small" testId="request-new" onClick={() => show('new')}>
            {t('approvals.new')}
          </Button>
        }
      >
        <Requests />
      </Panel>
      <Shown />
    </div>
  )
}

function Requests(): JSX.Element {
  const t = useText()
  const list = useApprovals(state => state.list)
  const error = useApprovals(state => state.error)
  if (error !== null) return <Failed message={t.refusal(error)} retry={() => void readApprovals(null)} />
  if (list === null) return <Loading />
  return (
    <>
      <Overdue />
      <RequestList list={list} />
    </>
  )
}

/** Who is waited for for days is told so. */
function Overdue(): JSX.Element | null {
  const t = useText()
  const count = useKnown(state => state.approvals?.overdue ?? 0)
  if (count === 0) return null
  return (
    <p className="request-overdue" role="status" data-testid="requests-overdue">
      <StateIcon tone="warn" size={18} />
      {t('approvals.overdue', { count })}
    </p>
  )
}

function Shown(): JSX.Element {
  const t = useText()
  const shown = useApprovals(state => state.shown)
  const draft = useApprovals(state => state.draft)
  const approval = useApprovals(
    state => [...(state.list ?? []), ...state.found].find(({ number }) => number === state.shown) ?? null,
  )
  if (shown === 'new') return <RequestForm key={draft?.number ?? 'new'} draft={draft} />
  if (approval !== null) return <RequestDetail key={approval.number} approval={approval} />
  return (
    <Panel>
      <Empty>
        <p>{t('approvals.none.chosen')}</p>
        <p className="page-state-detail">{t('approvals.why.none')}</p>
      </Empty>
    </Panel>
  )
}
