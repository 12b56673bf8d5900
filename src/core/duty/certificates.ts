import type { CertificateState } from '../../shared/domain/duty.ts'
import { beijingDay } from '../../shared/domain/daily-check.ts'
import type { Role } from '../../shared/domain/rights.ts'
import type { SiteUser } from '../../shared/site.ts'

/** Those who stand in the guard room hold the 《保安员》 certificate. */
const guards: ReadonlySet<Role> = new Set<Role>(['dutyGuard', 'nightGuard', 'guardLeader'])
const dayMs = 86_400_000
/** So long before its end there is time to renew it, days. */
const warnDays = 60

/**
 * How a person's certificate stands. It is valid through its last day in Beijing time. That it is genuine nobody can see
 * from here.
 */
export function certificateOf(
  user: Pick<SiteUser, 'roles' | 'certificate'>,
  nowMs: number,
): CertificateState {
  if (!user.roles.some(role => guards.has(role))) return { kind: 'not-needed' }
  if (user.certificate === undefined) return { kind: 'missing' }
  const { number, validTo } = user.certificate
  const days = Math.round((Date.parse(validTo) - Date.parse(beijingDay(nowMs))) / dayMs)
  if (days < 0) return { kind: 'expired', number, validTo }
  return days <= warnDays ? { kind: 'expiring', number, validTo, days } : { kind: 'valid', number, validTo }
}
