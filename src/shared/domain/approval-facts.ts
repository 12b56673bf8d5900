import type { ApprovalMatter } from './approval-kinds.ts'
import type { Span } from './recording.ts'

/** One line of what is asked for: the text key of its heading, and what it says. */
export type Fact = { readonly heading: FactHeading } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'moment'; readonly atMs: number }
  | { readonly kind: 'span'; readonly span: Span }
)
type FactHeading =
  | 'approvals.viewers'
  | 'approvals.purpose'
  | 'approvals.cameras'
  | 'approvals.span'
  | 'approvals.expires'
  | 'approvals.receiver'
  | 'approvals.copies'
  | 'approvals.devices'
  | 'approvals.reason-why'
  | 'approvals.outage-span'
  | 'approvals.substitute'
  | 'approvals.firm'
  | 'approvals.urgent'
  | 'approvals.account'
  | 'approvals.executor'

const text = (heading: FactHeading, value: string): Fact => ({ heading, kind: 'text', text: value })
const names = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => name).join('、')

/** What a request says, line by line, as the screen and the printed form show it. */
export function factsOf(matter: ApprovalMatter): readonly Fact[] {
  switch (matter.kind) {
    case 'video-access':
    case 'video-release':
      return [
        text('approvals.viewers', names(matter.viewers)),
        text('approvals.purpose', matter.purpose),
        text('approvals.cameras', names(matter.cameras)),
        { heading: 'approvals.span', kind: 'span', span: matter.span },
        { heading: 'approvals.expires', kind: 'moment', atMs: matter.expiresAtMs },
        ...(matter.kind === 'video-release'
          ? [text('approvals.receiver', matter.receiver), text('approvals.copies', String(matter.copies))]
          : []),
      ]
    case 'planned-outage':
      return [
        text('approvals.devices', names(matter.devices)),
        text('approvals.reason-why', matter.reason),
        { heading: 'approvals.outage-span', kind: 'span', span: matter.span },
        text('approvals.substitute', matter.substitute),
        text('approvals.firm', matter.firm),
        ...(matter.urgent === null ? [] : [text('approvals.urgent', matter.urgent)]),
      ]
    case 'password-change':
      return [
        text('approvals.devices', names(matter.devices)),
        text('approvals.account', matter.account),
        text('approvals.reason-why', matter.reason),
        text('approvals.executor', matter.executor.name),
        { heading: 'approvals.expires', kind: 'moment', atMs: matter.expiresAtMs },
      ]
  }
}
