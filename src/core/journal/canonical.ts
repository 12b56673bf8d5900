/**
 * The one way to write a value as JSON: keys sorted by code unit, no white space, no `undefined`. Two equal values
 * always give the same bytes, so a hash over them means the same everywhere.
 * @throws TypeError for what JSON cannot hold (NaN, Infinity, functions, bigint); silently dropping it would make
 *   the record say something else than what happened.
 */
export function canonicalJson(value: unknown): string {
  const flat = sortedFlat(value)
  if (flat !== null) return JSON.stringify(flat)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`cannot be written canonically: ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value as Readonly<Record<string, unknown>>)
  throw new TypeError(`cannot be written canonically: ${typeof value}`)
}

function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  const fields = Object.keys(value)
    .toSorted()
    .filter(key => value[key] !== undefined)
    .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
  return `{${fields.join(',')}}`
}

/**
 * Most entries are flat objects of texts and numbers; those the engine itself writes right, once their keys are in
 * order. Null for all else, and for keys that an object does not keep in the order in which they were put in.
 */
function sortedFlat(value: unknown): object | null {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return null
  const fields = value as Readonly<Record<string, unknown>>
  const sorted: Record<string, unknown> = {}
  for (const key of Object.keys(fields).toSorted()) {
    const field = fields[key]
    const isText = typeof field === 'string'
    if (!isText && !Number.isFinite(field) && typeof field !== 'boolean' && field !== null) return null
    if (!startsWithLetter(key)) return null
    sorted[key] = field
  }
  return sorted
}

function startsWithLetter(key: string): boolean {
  const first = key.charCodeAt(0) | 0x20
  return first >= 0x61 && first <= 0x7a
}
