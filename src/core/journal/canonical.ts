/**
 * The one way to write a value as JSON: keys sorted by code unit, no white space, no `undefined`. Two equal values
 * always give the same bytes, so a hash over them means the same everywhere.
 * @throws TypeError for what JSON cannot hold (NaN, Infinity, functions, bigint); silently dropping it would make
 *   the record say something else than what happened.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`cannot be written canonically: ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`
  }
  throw new TypeError(`cannot be written canonically: ${typeof value}`)
}
