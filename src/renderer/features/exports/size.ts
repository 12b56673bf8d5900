const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `1.4 GB`, as file managers write it. */
export function formatBytes(bytes: number): string {
  const step = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024))),
  )
  const value = bytes / 1024 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`
}

/** A fingerprint in groups of four capitals, as it is printed. */
export function grouped(hex: string): string {
  return hex.toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1 ')
}
