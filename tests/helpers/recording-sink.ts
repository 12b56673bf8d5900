import { EventEmitter, once } from 'node:events'
import type { DriverSink, LinePath } from '../../src/core/intrusion/drivers/driver.ts'
import type { PanelStatus, Signal } from '../../src/shared/domain/intrusion.ts'

/** A sink that keeps what drivers tell it and lets a test wait for what it expects. */
export class RecordingSink implements DriverSink {
  readonly signals: Signal[] = []
  readonly lines: { panelId: string; state: 'online' | 'lost'; path: LinePath; reason: string }[] = []
  readonly statuses: PanelStatus[] = []
  readonly unknowns: { source: string; raw: string; why: string }[] = []
  /** Replace it to hold a signal back, or to fail. */
  store: (signal: Signal) => Promise<void> = async () => {}
  readonly #changed = new EventEmitter()

  async signal(signal: Signal): Promise<void> {
    await this.store(signal)
    this.signals.push(signal)
    this.#changed.emit('change')
  }

  line(panelId: string, state: 'online' | 'lost', reason: string, path: LinePath): void {
    this.lines.push({ panelId, state, path, reason })
    this.#changed.emit('change')
  }

  status(_panelId: string, status: PanelStatus): void {
    this.statuses.push(status)
    this.#changed.emit('change')
  }

  unknown(source: string, raw: string, why: string): void {
    this.unknowns.push({ source, raw, why })
    this.#changed.emit('change')
  }

  /** Resolves as soon as `holds`; the test's own time-out is the limit. */
  async until(holds: (sink: this) => boolean): Promise<void> {
    while (!holds(this)) await once(this.#changed, 'change')
  }

  /** Resolves when `count` signals are stored, with their codes. */
  async codes(count: number): Promise<string[]> {
    await this.until(sink => sink.signals.length >= count)
    return this.signals.map(signal => signal.code)
  }

  /** State of the line as last told. */
  get lineState(): 'online' | 'lost' | undefined {
    return this.lines.at(-1)?.state
  }
}
