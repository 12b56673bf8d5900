import { z } from 'zod'
import { station } from '../../shared/domain/person.ts'
import type { StationKey } from '../platform/station-key.ts'
import type { Journal } from './journal.ts'

const Announced = z.object({ fingerprint: z.string(), publicKeyPem: z.string().optional() })

/**
 * Writes the station's public key into the journal when it is not the one that stands there: old public keys stay known
 * to whoever verifies. Gives the fingerprint of the key that it replaces; null when it is the first, or the same.
 */
export function announceKey(
  journal: Journal,
  { fingerprint, publicKeyPem }: Pick<StationKey, 'fingerprint' | 'publicKeyPem'>,
): { readonly replaces: string | null } {
  const last = journal.lastOf(['station.key-made'])
  const known = last === null ? null : Announced.parse(last.body)
  if (known?.fingerprint === fingerprint && known.publicKeyPem !== undefined) return { replaces: null }
  const replaces = known === null || known.fingerprint === fingerprint ? null : known.fingerprint
  journal.append({
    actor: station,
    kind: 'station.key-made',
    subject: 'station',
    body: { fingerprint, publicKeyPem, ...(replaces === null ? {} : { replaces }) },
  })
  return { replaces }
}
