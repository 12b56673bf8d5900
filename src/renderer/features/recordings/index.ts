/** Not built yet. */
export function PlaybackPage(): null {
  return null
}
