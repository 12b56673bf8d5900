/** `HH:MM:SS,MM-DD-YYYY` in GMT (SIA DC-09 §5.5.1.9). */
export function formatTimestamp(atMs: number): string {
  const [date, time] = new Date(atMs).toISOString().slice(0, 19).split('T')
  return `${time},${date!.slice(5)}-${date!.slice(0, 4)}`
}

/** @returns ms since 1970, or null when the text names no real instant (a panel with a dead clock) */
export function parseTimestamp(text: string): number | null {
  const match = /^(\d\d):(\d\d):(\d\d),(\d\d)-(\d\d)-(\d{4})$/.exec(text)
  if (match === null) return null
  const [hour, minute, second, month, day, year] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC rolls 31 February over into March; such a time stamp is no proof of anything.
  return Number.isFinite(atMs) && formatTimestamp(atMs) === text ? atMs : null
}
