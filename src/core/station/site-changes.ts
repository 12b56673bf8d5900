/** One difference between two states of the site file. `null` = was not there, or is no longer. */
export interface SiteChange {
  /** E.g. `cameras[cam-3].streams.main.url`: things with an id are named by it, so a path outlives their order. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

/** What is different between two JSON values, leaf by leaf, in the order of the file. */
export function changesBetween(before: unknown, after: unknown, path = ''): SiteChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const old = fieldsOf(before)
  const now = fieldsOf(after)
  // Something that came or went whole is one change, not one for each of its fields.
  if (old === null || now === null) return [{ path, before: before ?? null, after: after ?? null }]
  const keys = new Set([...old.keys(), ...now.keys()])
  return [...keys].flatMap(key => changesBetween(old.get(key), now.get(key), join(path, key)))
}

/** The same changes for a record that many may read: that a PIN changed stays, what it is hashed to does not. */
export function withoutPins(changes: readonly SiteChange[]): SiteChange[] {
  const hidden = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (key, field: unknown) => (key === 'pinHash' ? '***' : field))
  return changes.map(({ path, before, after }) => {
    const isPin = path.endsWith('.pinHash')
    return { path, before: isPin ? '***' : hidden(before), after: isPin ? '***' : hidden(after) }
  })
}

/** Fields by name, things by `[id]`; null for what has no parts, which lists without ids count as. */
function fieldsOf(value: unknown): Map<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const ids = value.map(item => (hasId(item) ? `[${item.id}]` : null))
  if (ids.some(id => id === null) || new Set(ids).size !== ids.length) return null
  return new Map(value.map((item: unknown, index) => [ids[index] ?? '', item]))
}

const hasId = (item: unknown): item is { id: string } =>
  typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string'

const join = (path: string, key: string): string =>
  path === '' || key.startsWith('[') ? path + key : `${path}.${key}`
