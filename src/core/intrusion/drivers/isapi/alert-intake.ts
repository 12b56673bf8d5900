import type { Signal } from '../../../../shared/domain/intrusion.ts'
import type { Alert } from '../../../isapi/alert.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { DriverSink } from '../driver.ts'
import type { ZoneWords } from '../zone-alarm.ts'
import { deliveryOfText, signalOf } from './alert-signal.ts'
import { RepeatGate } from './repeat-gate.ts'

const lookEveryMs = 1_000

/** Stores the alerts of one device as signals of its panel: events each once, states where they begin and end. */
export interface AlertIntake extends AsyncDisposable {
  /** Resolves when what the alert says is on disk, or is nothing new. Rejects when it could not be stored. */
  take(alert: Alert, raw: string): Promise<void>
}

export function alertIntake(
  panelId: string,
  zones: ZoneWords,
  sink: Pick<DriverSink, 'signal'>,
  clock: Clock,
): AlertIntake {
  const stop = new AbortController()
  const gate = new RepeatGate()

  async function store(signal: Signal): Promise<void> {
    await sink.signal(signal)
    gate.stored(signal, clock.monotonic())
  }

  async function endQuietOnes(): Promise<void> {
    while (!stop.signal.aborted) {
      await clock.sleep(lookEveryMs, stop.signal)
      if (stop.signal.aborted) return
      for (const signal of gate.ended(clock.monotonic(), clock.now())) {
        // One that could not be stored is found again a second later.
        await store(signal).catch(() => {})
      }
    }
  }
  const looking = endQuietOnes()

  return {
    async take(alert, raw) {
      const signal = signalOf(alert, zones, { panelId, receivedAtMs: clock.now(), raw })
      if (alert.contactId !== null) return sink.signal(signal, deliveryOfText(panelId, raw))
      // One form of heart beat is the end of a loss that never was.
      if (alert.isHeartbeat && !gate.isActive(signal)) return
      if (!gate.isNews(signal, clock.monotonic())) return
      await store(signal)
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await looking
    },
  }
}
