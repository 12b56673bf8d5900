import type { Needs } from '../../shared/contract/call.ts'
import type { Session } from '../../shared/domain/duty.ts'
import { Refusal, type RefusalCode } from '../../shared/refusal.ts'

/** Decides whether a call may be made, and is told of every refusal. */
export interface Gate {
  /** @throws Refusal `duty.not-signed-on` or `duty.forbidden` */
  check(needs: Needs): void
  refused(call: string, refusal: Refusal): void
}

/**
 * Refusals that are worth an entry: somebody reached for what they may not do, or tried an act on the record that the
 * rules forbid. What was only mistyped is not; features that write down their own refused acts do so themselves.
 */
const telling: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'duty.not-signed-on',
  'duty.forbidden',
  'duty.already-signed-on',
  'duty.handover-to-self',
  'duty.handover-open',
  'duty.handover-not-signed',
  'duty.take-over-owed',
  'people.cards-locked',
  'people.card-alone-off',
  'books.changed-meanwhile',
  'closings.not-open',
  'records.too-early',
  'records.never',
  'records.journal-broken',
  'records.clock-unproved',
  'archives.wrong-state',
  'archives.not-over',
  'archives.second-person',
  'archives.journal-broken',
])

/** The gate over the session at the desk. Every refusal that is telling is written down (A-N6.2.a). */
export function gateOver(
  session: () => Session | null,
  write: (call: string, refusal: Refusal) => void,
): Gate {
  return {
    check(needs) {
      if (needs === 'nobody') return
      const present = session()
      if (present === null) throw new Refusal('duty.not-signed-on')
      if (needs !== 'sign-on' && !present.permissions.includes(needs)) throw new Refusal('duty.forbidden')
    },
    refused(call, refusal) {
      if (telling.has(refusal.code)) write(call, refusal)
    },
  }
}
