/** Not built yet. */
export function MapPanel(): null {
  return null
}

/** Not built yet. */
export function MapPage(): null {
  return null
}
