import type { ZoneReport } from '../../shared/contract/intrusion.ts'
import type { Signal, SignalKind, ZoneState } from '../../shared/domain/intrusion.ts'

/** The state a condition shows as, the worst first. */
const worstFirst: readonly (readonly [SignalKind, ZoneState])[] = [
  ['alarm.panic', 'alarm'],
  ['alarm.fire', 'alarm'],
  ['alarm.cut', 'alarm'],
  ['alarm.perimeter', 'alarm'],
  ['alarm.intrusion', 'alarm'],
  ['tamper', 'tamper'],
  ['fault.slack', 'fault'],
  ['fault.zone', 'fault'],
  ['fault.power', 'fault'],
  ['fault.battery', 'fault'],
  ['fault.line', 'fault'],
  ['bypass', 'bypassed'],
  ['zone.open', 'open'],
]

/** What is known of one zone: what its device last read out, and what signals began and did not end yet. */
export class ZoneCondition {
  /** Panel and number that the zone stands for. */
  readonly address: string
  #report: ZoneReport
  #base: ZoneState = 'unknown'
  readonly #active = new Set<SignalKind>()

  constructor(id: string, address: string, nowMs: number) {
    this.address = address
    this.#report = {
      id,
      state: 'unknown',
      sinceMs: nowMs,
      armed: null,
      lastEventAtMs: null,
      lastEvent: '',
    }
  }

  get report(): ZoneReport {
    return this.#report
  }

  signalled(signal: Signal, nowMs: number): void {
    if (signal.edge === 'active') this.#active.add(signal.kind)
    else this.#active.delete(signal.kind)
    const event = `${signal.kind}|${signal.edge}`
    this.#report = { ...this.#report, lastEventAtMs: signal.receivedAtMs, lastEvent: event }
    // The last condition ended: the alarm that the device read out before is over with it.
    if (signal.edge === 'restored' && this.#active.size === 0 && this.#base !== 'unknown')
      this.#base = 'normal'
    this.#settle(nowMs)
  }

  /** The device read out the zone as a whole. */
  readOut(state: ZoneState, nowMs: number): void {
    this.#base = state
    if (state === 'normal') this.#active.clear()
    this.#settle(nowMs)
  }

  /** A segment of a fence host is armed by itself. */
  setArmed(armed: boolean): void {
    this.#report = { ...this.#report, armed }
  }

  /** The panel is lost, or another driver speaks for it: nothing is known any more. */
  forget(nowMs: number): void {
    this.#base = 'unknown'
    this.#active.clear()
    this.#report = { ...this.#report, armed: null }
    this.#settle(nowMs)
  }

  #settle(nowMs: number): void {
    const state = worstFirst.find(([kind]) => this.#active.has(kind))?.[1] ?? this.#base
    if (state !== this.#report.state) this.#report = { ...this.#report, state, sinceMs: nowMs }
  }
}
