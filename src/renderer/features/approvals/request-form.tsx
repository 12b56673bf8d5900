import { useState, type JSX } from 'react'
import { approvalKinds, rightToApply, type ApprovalKind } from '../../../shared/domain/approval-kinds.ts'
import type { Approval } from '../../../shared/domain/approval.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useSession } from '../duty/index.ts'
import { OutageForm } from './outage-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { show } from './store.ts'
import { VideoForm } from './video-form.tsx'
import { whyOf } from './words.ts'

/** 申请: first what is asked for, then what that needs. What is asked for decides who must agree: a draft keeps its kind. */
export function RequestForm({ draft }: { draft: Approval | null }): JSX.Element {
  const t = useText()
  const rights = rightsOf(useSession()?.person.roles ?? [])
  const offered = approvalKinds.filter(kind =>
    draft === null ? rights.has(rightToApply(kind)) : kind === draft.matter.kind,
  )
  const [kind, setKind] = useState<ApprovalKind>(offered[0] ?? 'planned-outage')
  return (
    <Panel
      title={t('approvals.new')}
      testId="request-form"
      actions={
        <Button size="small" kind="ghost" onClick={() => show(null)}>
          {t('app.cancel')}
        </Button>
      }
    >
      <div className="request-kind">
        <Choice
          label={t('approvals.kind')}
          testId="request-kind"
          value={kind}
          options={offered.map(value => ({ value, label: t(`approvals.kind.${value}`) }))}
          onChange={setKind}
        />
        <p className="purpose-hint">{t(whyOf(kind))}</p>
      </div>
      <KindForm kind={kind} draft={draft} />
    </Panel>
  )
}

function KindForm({ kind, draft }: { kind: ApprovalKind; draft: Approval | null }): JSX.Element {
  const number = draft?.number ?? null
  const matter = draft?.matter ?? null
  switch (kind) {
    case 'video-access':
    case 'video-release': {
      const isOwn = matter?.kind === 'video-access' || matter?.kind === 'video-release'
      return <VideoForm kind={kind} number={number} matter={isOwn ? matter : null} />
    }
    case 'planned-outage':
      return <OutageForm number={number} matter={matter?.kind === kind ? matter : null} />
    case 'password-change':
      return <PasswordForm number={number} matter={matter?.kind === kind ? matter : null} />
  }
}
