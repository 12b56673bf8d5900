import { useState, type JSX } from 'react'
import { factsOf, type Fact } from '../../../shared/domain/approval-facts.ts'
import { isVideo, termsOf, type VideoMatter } from '../../../shared/domain/approval-kinds.ts'
import { isOver, mayAddScan, waitsFor, type Approval } from '../../../shared/domain/approval.ts'
import type { Grant } from '../../../shared/domain/recording.ts'
import { openPage } from '../../app/navigation.ts'
import { call } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/chip.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { useSession } from '../duty/index.ts'
import { ExportCopies, ExportDialog } from '../exports/index.ts'
import { beginViewing } from '../recordings/index.ts'
import { ConfirmConsent } from './confirm-consent.tsx'
import { Decision, WithReason } from './decision.tsx'
import { EnterConsent } from './enter-consent.tsx'
import { ReportDone } from './report-done.tsx'
import { RequestSteps } from './request-steps.tsx'
import { ScanButton, ScanUpload } from './scan.tsx'
import { act, show } from './store.ts'
import { stateWords } from './words.ts'

/** Who may stop a request is core's to say; these may try. */
const revokers: readonly string[] = ['principal', 'schoolLeader', 'securityRep', 'schoolSafetyOffice']

/** One request: what is asked for, who agreed, and what the person at the desk may do with it now. */
export function RequestDetail({ approval }: { approval: Approval }): JSX.Element {
  const t = useText()
  const { matter } = approval
  return (
    <Panel
      title={t('approvals.number', { number: approval.number })}
      subtitle={stateWords(t, approval)}
      actions={<PaperButtons approval={approval} />}
      testId="request-detail"
    >
      <div className="request" data-testid="request" data-state={approval.state.kind}>
        <dl className="request-facts">
          <dt>{t('approvals.kind')}</dt>
          <dd>{t(`approvals.kind.${matter.kind}`)}</dd>
          <dt>{t('approvals.applicant')}</dt>
          <dd>{approval.applicant.name}</dd>
          {approval.submittedAtMs !== null && (
            <>
              <dt>{t('approvals.submitted-at')}</dt>
              <dd className="numbers">
                {formatDateTime(approval.submittedAtMs)}{' '}
                {approval.isLate && <Tag tone="warn">{t('approvals.late')}</Tag>}
              </dd>
            </>
          )}
          {factsOf(matter).map(fact => (
            <FactLine key={fact.heading} fact={fact} />
          ))}
        </dl>
        <Acts approval={approval} />
        <RequestSteps approval={approval} />
        <Copies approval={approval} />
        <SignedForms approval={approval} />
      </div>
    </Panel>
  )
}

function FactLine({ fact }: { fact: Fact }): JSX.Element {
  const t = useText()
  return (
    <>
      <dt>{t(fact.heading)}</dt>
      {fact.kind === 'text' && <dd>{fact.text}</dd>}
      {fact.kind === 'moment' && <dd className="numbers">{formatDateTime(fact.atMs)}</dd>}
      {fact.kind === 'span' && (
        <dd className="numbers">
          {formatDateTime(fact.span.fromMs)} – {formatDateTime(fact.span.toMs)}
        </dd>
      )}
    </>
  )
}

/** The copies that a release lets out; those made stay in view when the request is over. */
function Copies({ approval }: { approval: Approval }): JSX.Element | null {
  const personId = useSession()?.person.id
  const { matter, state, number } = approval
  if (matter.kind !== 'video-release' || state.kind === 'draft' || state.kind === 'submitted') return null
  const mayUse = state.kind === 'authorised' || state.kind === 'in-use'
  const mayOrder = mayUse && matter.viewers.some(({ id }) => id === personId)
  return (
    <>
      <ExportCopies requestNumber={number} mayOrder={mayOrder} />
      <ExportDialog />
    </>
  )
}

/** What the person at the desk can do now; nothing that core would refuse. */
function Acts({ approval }: { approval: Approval }): JSX.Element | null {
  const t = useText()
  const person = useSession()?.person ?? null
  const [error, setError] = useState<unknown>(null)
  if (person === null) return null
  const waits = waitsFor(approval, person)
  const { state, matter, number } = approval
  const isApplicant = approval.applicant.id === person.id
  const mayUse = state.kind === 'authorised' || state.kind === 'in-use'
  // Whoever is asked says no there; stopping it is for what was asked before.
  const mayStop =
    waits === null && !isOver(approval) && (isApplicant || person.roles.some(role => revokers.includes(role)))
  const { userIds, closing } = termsOf(matter)
  const isUser = userIds.includes(person.id)
  const mayClose = state.kind === 'in-use' && mayStop && closing !== 'with-report'
  return (
    <div className="request-acts" data-testid="request-acts">
      {waits === 'decide' && <Decision approval={approval} />}
      {waits === 'enter' && <EnterConsent approval={approval} />}
      {waits === 'confirm' && <ConfirmConsent approval={approval} />}
      {mayUse && isUser && closing === 'with-report' && <ReportDone approval={approval} />}
      {error !== null && (
        <p className="request-error" role="alert" data-testid="request-error">
          {t.refusal(error)}
        </p>
      )}
      <div className="request-buttons">
        {state.kind === 'draft' && isApplicant && (
          <Button kind="primary" testId="request-edit" onClick={() => show('new', approval)}>
            {t('approvals.edit')}
          </Button>
        )}
        {mayUse && isUser && isVideo(matter) && (
          <WatchButton number={number} matter={matter} onRefused={setError} />
        )}
        {mayClose && (
          <Button testId="request-close" onClick={() => void act(number, { type: 'close' }).catch(setError)}>
            {t(closing === 'after-start' ? 'approvals.restore' : 'approvals.close')}
          </Button>
        )}
        {mayStop && (
          <WithReason
            label={t(isApplicant && !mayUse ? 'approvals.withdraw' : 'approvals.revoke')}
            testId="request-revoke"
            onReason={reason => act(number, { type: 'revoke', reason })}
          />
        )}
      </div>
    </div>
  )
}

function WatchButton(props: {
  number: number
  matter: VideoMatter
  onRefused: (error: unknown) => void
}): JSX.Element {
  const t = useText()
  const { cameras, span } = props.matter
  const look = () => {
    const purpose = { kind: 'approved-request', requestId: props.number } as const
    call('recordings.request', { purpose, note: '', cameraIds: cameras.map(({ id }) => id), span }).then(
      lookUnder,
      props.onRefused,
    )
  }
  return (
    <Button kind="primary" size="big" testId="request-watch" onClick={look}>
      {t('approvals.watch')}
    </Button>
  )
}

function lookUnder(grant: Grant): void {
  openPage('playback')
  beginViewing(grant)
}

/** The form for a wet signature, on paper or as PDF. */
function PaperButtons({ approval }: { approval: Approval }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const form = () => call('approvals.form', { number: approval.number, locale })
  return (
    <>
      <Button
        size="small"
        testId="request-print"
        onClick={() => void form().then(made => window.zhishou.print(made))}
      >
        {t('approvals.print')}
      </Button>
      <Button
        size="small"
        testId="request-pdf"
        onClick={() => void form().then(made => window.zhishou.savePdf(made))}
      >
        {t('approvals.pdf')}
      </Button>
    </>
  )
}

/** Forms that were signed on paper and scanned back. */
function SignedForms({ approval }: { approval: Approval }): JSX.Element | null {
  const t = useText()
  const person = useSession()?.person ?? null
  const mayAdd = !isOver(approval) && person !== null && mayAddScan(approval, person)
  if (approval.scans.length === 0 && !mayAdd) return null
  return (
    <div className="request-scans">
      <h3>{t('approvals.scans')}</h3>
      {approval.scans.map(scan => (
        <span key={`${scan.hash} ${scan.atMs}`}>
          <ScanButton scan={scan} />{' '}
          <small>{t('approvals.scan.by', { name: scan.by.name, time: formatDateTime(scan.atMs) })}</small>
        </span>
      ))}
      {mayAdd && (
        <ScanUpload
          label={t('approvals.scan.add')}
          testId="signed-form"
          onKept={scan => act(approval.number, { type: 'add-scan', scan })}
        />
      )}
    </div>
  )
}
