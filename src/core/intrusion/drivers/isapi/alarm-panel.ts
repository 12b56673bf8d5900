import { followAlertStream } from '../../../isapi/alert-stream.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { DriverSink } from '../driver.ts'
import type { ZoneWords } from '../zone-alarm.ts'
import { alertIntake } from './alert-intake.ts'
import type { IsapiConfig } from './control.ts'
import { startIsapiPanel, type IsapiPanel } from './panel.ts'

const longestUnknownCharacters = 1_000

/**
 * A panel that reports over its alertStream and is read and commanded over SecurityCP: two lines, each of which may be
 * lost alone.
 * @param silenceMs longest silence of the stream, ms; default 60 s
 */
export function startIsapiAlarmPanel(
  config: IsapiConfig & { readonly zones: ZoneWords; readonly silenceMs?: number },
  sink: DriverSink,
  clock: Clock,
): IsapiPanel {
  const { panelId, zones } = config
  const control = startIsapiPanel(config, sink, clock)
  const intake = alertIntake(panelId, zones, sink, clock)
  const stream = followAlertStream(
    config,
    {
      alert: (alert, raw) => intake.take(alert, raw),
      notUnderstood: raw =>
        sink.unknown(`isapi ${panelId}`, raw.slice(0, longestUnknownCharacters), 'no EventNotificationAlert'),
      line: (state, reason) => sink.line(panelId, state, reason, 'report'),
    },
    clock,
  )
  return {
    ...control,
    abilities: { ...control.abilities, reportsSignals: true },
    async [Symbol.asyncDispose]() {
      await stream[Symbol.asyncDispose]()
      await intake[Symbol.asyncDispose]()
      await control[Symbol.asyncDispose]()
    },
  }
}
