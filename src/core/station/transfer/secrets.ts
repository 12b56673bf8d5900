/** A person who came with a file has no PIN: this is no hash, and no PIN fits it. */
export const noPin = 'none'

/** The site as it may leave the station: without hashes of PINs, and without users and passwords in addresses. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, '$1')
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'pinHash')
      .map(([key, field]) => [key, withoutSecrets(field)]),
  )
}

/**
 * The file with the PINs that people have here; a PIN is never taken from a file, or whoever may import could sign on
 * in anybody's name.
 */
export function withOwnPins(value: unknown, pins: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'object' || value === null || !('users' in value) || !Array.isArray(value.users))
    return value
  const users = value.users.map((user: unknown) =>
    typeof user === 'object' && user !== null
      ? { ...user, pinHash: pins.get('id' in user ? String(user.id) : '') ?? noPin }
      : user,
  )
  return { ...value, users }
}
