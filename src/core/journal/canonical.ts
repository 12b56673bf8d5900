/**
 * The one way to write a value as JSON: keys sorted by code unit, no white space, no `undefined`. Two equal values
 * always give the same bytes, so a hash over them means the same everywhere.
 * @throws TypeError for what JSON cannot hold (NaN, Infinity, functions, bigint); silently dropping it would make
 *   the record say something else than what happened.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`cannot be written canonically: ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value as Readonly<Record<string, unknown>>)
  throw new TypeError(`cannot be written canonically: ${typeof value}`)
}

// Plain loops: this runs for every entry of the journal, and copies of lists were half of its time.
function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(value)
  if (!areSorted(keys)) keys.sort()
  let text = ''
  for (const key of keys) {
    const field = value[key]
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(field)}`
  }
  return `{${text}}`
}

function areSorted(keys: readonly string[]): boolean {
  for (let at = 1; at < keys.length; at++) if ((keys[at - 1] as string) > (keys[at] as string)) return false
  return true
}
