import type { Scan } from '../../shared/domain/approval.ts'

const deepest = 8

/** The papers that the body of an entry names: everything in it with the hash of a file and a name. */
export function scansIn(value: unknown, depth = 0): Scan[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return []
  const { hash, name } = value as { hash?: unknown; name?: unknown }
  const own =
    typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) && typeof name === 'string'
      ? [{ hash, name }]
      : []
  return [...own, ...Object.values(value).flatMap(part => scansIn(part, depth + 1))]
}
