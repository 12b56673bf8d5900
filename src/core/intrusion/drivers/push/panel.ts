import { parseAlert } from '../../../isapi/alert.ts'
import type { Clock } from '../../../platform/clock.ts'
import { boundaryOf, MultipartError, MultipartParser } from '../../../platform/multipart.ts'
import { superviseLine, type Supervision } from '../dc09/supervision.ts'
import type { DriverSink } from '../driver.ts'
import { alertIntake, type AlertIntake } from '../isapi/alert-intake.ts'
import { deliveryOfText } from '../isapi/alert-signal.ts'
import type { PushPanelConfig } from './config.ts'
import { parseWebhook } from './webhook.ts'

export type Outcome =
  | { readonly kind: 'stored' }
  /** It cannot be understood, now or later. */
  | { readonly kind: 'useless'; readonly reason: string }

const stored: Outcome = { kind: 'stored' }

/** One device that pushes: what it sends is stored, and its silence is noticed where its interval is known. */
export class PushPanel implements AsyncDisposable {
  readonly config: PushPanelConfig
  readonly #sink: DriverSink
  readonly #clock: Clock
  readonly #intake: AlertIntake
  readonly #supervision: Supervision | null

  constructor(config: PushPanelConfig, sink: DriverSink, clock: Clock) {
    this.config = config
    this.#sink = sink
    this.#clock = clock
    this.#intake = alertIntake(config.panelId, config.zones, sink, clock)
    this.#supervision =
      config.supervisionIntervalMs === null
        ? null
        : superviseLine(config.supervisionIntervalMs, clock, (state, reason) => {
            sink.line(config.panelId, state, reason, 'report')
          })
  }

  /** Stores what a message says. Rejects when that could not be done. */
  async take(body: Buffer, contentType: string): Promise<Outcome> {
    this.#supervision?.heard()
    return this.config.format === 'webhook' ? this.#webhook(body) : this.#alerts(body, contentType)
  }

  async #webhook(body: Buffer): Promise<Outcome> {
    const { panelId, zones } = this.config
    const webhook = parseWebhook(body.toString('utf8'), zones, { panelId, receivedAtMs: this.#clock.now() })
    if (!webhook.ok) return { kind: 'useless', reason: webhook.reason }
    if (webhook.heartbeat) return stored
    const { signal, identity } = webhook
    await this.#sink.signal(signal, identity === null ? undefined : deliveryOfText(panelId, identity))
    return stored
  }

  async #alerts(body: Buffer, contentType: string): Promise<Outcome> {
    const texts = textsIn(body, contentType)
    const alerts = texts.flatMap(raw => {
      const alert = parseAlert(raw)
      return alert === null ? [] : [{ alert, raw }]
    })
    if (alerts.length === 0) return { kind: 'useless', reason: 'no EventNotificationAlert' }
    for (const { alert, raw } of alerts) await this.#intake.take(alert, raw)
    return stored
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#supervision?.[Symbol.dispose]()
    await this.#intake[Symbol.asyncDispose]()
  }
}

/** The texts of a message: itself, or its parts that are no pictures. */
function textsIn(body: Buffer, contentType: string): string[] {
  if (!/^multipart\//i.test(contentType)) return [body.toString('utf8')]
  try {
    const parser = new MultipartParser(boundaryOf(contentType), { partMostBytes: body.length })
    return [...parser.push(body), ...parser.end()]
      .filter(({ headers }) => !/^(?:image|video)\//i.test(headers.get('content-type') ?? ''))
      .map(part => part.body.toString('utf8'))
  } catch (error) {
    if (error instanceof MultipartError) return []
    throw error
  }
}
