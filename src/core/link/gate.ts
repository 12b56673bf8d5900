import type { Needs } from '../../shared/contract/call.ts'
import type { Session } from '../../shared/domain/duty.ts'
import { Refusal } from '../../shared/refusal.ts'

/** Decides whether a call may be made, and is told of every refusal. */
export interface Gate {
  /** @throws Refusal `duty.not-signed-on` or `duty.forbidden` */
  check(needs: Needs): void
  refused(call: string, code: string): void
}

/** Refusals that are worth an entry: somebody reached for what they may not do. */
const telling = new Set(['duty.not-signed-on', 'duty.forbidden'])

/** The gate over the session at the desk. Every refusal of a right is written down (A-N6.2.a). */
export function gateOver(session: () => Session | null, write: (call: string, code: string) => void): Gate {
  return {
    check(needs) {
      if (needs === 'nobody') return
      const present = session()
      if (present === null) throw new Refusal('duty.not-signed-on')
      if (needs !== 'sign-on' && !present.permissions.includes(needs)) throw new Refusal('duty.forbidden')
    },
    refused(call, code) {
      if (telling.has(code)) write(call, code)
    },
  }
}
