/** What the runner gives every bench. */
export interface BenchContext {
  /** Electron's executable. */
  readonly executablePath: string
  /** With a DISPLAY that is nobody's screen. */
  readonly env: NodeJS.ProcessEnv
  /** The display server, and the folder where its screen lies as a file. */
  readonly display: { readonly pid: number; readonly folder: string }
  /** An empty folder of this bench alone, on the disk of the project. */
  readonly folder: string
  /** Aborts when the run is ended before its time. */
  readonly signal: AbortSignal
  readonly log: (line: string) => void
}

/** Figures by name; the names are the keys of the JSON. */
export interface Figures {
  readonly [name: string]: number | Figures
}

/** The middle value; the mean of the two in the middle for an even count. @throws RangeError for none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  if (low === undefined || high === undefined) throw new RangeError('no values')
  return (low + high) / 2
}

/** Nearest-rank percentile, `share` in (0, 1]. @throws RangeError for none */
export function percentile(values: readonly number[], share: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]
  if (value === undefined) throw new RangeError('no values')
  return value
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
