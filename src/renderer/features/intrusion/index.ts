/** Not built yet. */
export function IntrusionPage(): null {
  return null
}

/** Not built yet. */
export function ArmingChips(): null {
  return null
}
