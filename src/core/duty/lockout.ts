import { Refusal } from '../../shared/refusal.ts'
import type { SiteUser } from '../../shared/site.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { pinMatches } from './pin.ts'
import type { dutyTable } from './table.ts'

/** Wrong PINs in a row after which a person is locked out, and for how long. */
const maxPinFailures = 5
export const lockMs = 15 * 60_000

/**
 * Checks a PIN, counts failures on disk and journals every refused try.
 * @throws Refusal `duty.wrong-pin` or `duty.locked`; a locked person's PIN is not even looked at.
 */
export async function checkPin(options: {
  user: SiteUser
  pin: string
  table: ReturnType<typeof dutyTable>
  journal: Journal
  clock: Clock
}): Promise<void> {
  const { user, table, clock } = options
  refuseWhileLocked(table.failures(user.id).lockedUntilMs, clock.now())
  const matches = await pinMatches(options.pin, user.pinHash)
  // Asked again: tries that ran side by side must not get more than five guesses together.
  const { failures, lockedUntilMs } = table.failures(user.id)
  refuseWhileLocked(lockedUntilMs, clock.now())
  if (matches) {
    table.clearFailures(user.id)
    return
  }
  const count = failures + 1
  const locked = count >= maxPinFailures
  options.journal.transaction(() => {
    table.setFailures(user.id, locked ? 0 : count, locked ? clock.now() + lockMs : 0)
    options.journal.append({
      actor: { kind: 'station' },
      kind: 'duty.pin-refused',
      subject: user.id,
      body: { name: user.name, failures: count, locked },
    })
  })
  if (locked) throw new Refusal('duty.locked', { minutes: lockMs / 60_000 })
  throw new Refusal('duty.wrong-pin', { left: maxPinFailures - count })
}

function refuseWhileLocked(lockedUntilMs: number, nowMs: number): void {
  if (nowMs < lockedUntilMs)
    throw new Refusal('duty.locked', { minutes: Math.ceil((lockedUntilMs - nowMs) / 60_000) })
}
