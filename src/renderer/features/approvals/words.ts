import { pendingStep, type Approval } from '../../../shared/domain/approval.ts'
import type { Translate } from '../../link/use-text.ts'
import type { Tone } from '../../ui/tone.ts'

/** Where a request stands, in words. */
export function stateWords(t: Translate, approval: Approval): string {
  const step = pendingStep(approval)
  if (approval.matter.kind === 'planned-outage' && approval.state.kind === 'in-use')
    return t('approvals.state.outage-running')
  return step === null
    ? t(`approvals.state.${approval.state.kind}`)
    : t('approvals.state.submitted.at', { step: t.dynamic(`approvals.step.${step.id}`) })
}

/** The shape and colour of where it stands. */
export function toneOf({ state }: Approval): Tone {
  switch (state.kind) {
    case 'draft':
      return 'off'
    case 'submitted':
      return 'busy'
    case 'authorised':
    case 'in-use':
      return 'ok'
    case 'rejected':
    case 'revoked':
      return 'fault'
    case 'closed':
    case 'expired':
      return 'unknown'
  }
}

const whys = {
  'video-access': 'approvals.why',
  'video-release': 'approvals.why',
  'planned-outage': 'approvals.why.planned-outage',
  'password-change': 'approvals.why.password-change',
} as const

/** The key of the words that say who must agree to a kind of request. */
export const whyOf = (kind: keyof typeof whys) => whys[kind]
