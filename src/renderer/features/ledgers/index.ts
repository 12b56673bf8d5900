/** Not built yet. */
export function LedgersPage(): null {
  return null
}
