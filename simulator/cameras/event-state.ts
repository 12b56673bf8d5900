/** A property that a camera reports (ONVIF Core §9.4): it has a state, and every change of it is a message. */
interface Property {
  readonly topic: string
  readonly source: Readonly<Record<string, string>>
  readonly item: string
  value: string
}

export interface SimMessage {
  readonly topic: string
  readonly operation: 'Initialized' | 'Changed'
  readonly source: Readonly<Record<string, string>>
  readonly data: Readonly<Record<string, string>>
  readonly atMs: number
}

export type SimCondition = 'motion' | 'tamper' | 'loss' | 'input' | 'relay'

const video = { VideoSourceConfigurationToken: 'video_source_config' }

/** Where each condition is told, as cameras of several brands do. */
const properties: Readonly<Record<SimCondition, Property>> = {
  motion: {
    topic: 'tns1:RuleEngine/CellMotionDetector/Motion',
    source: { ...video, VideoAnalyticsConfigurationToken: 'analytics', Rule: 'MyMotionDetectorRule' },
    item: 'IsMotion',
    value: 'false',
  },
  tamper: {
    topic: 'tns1:RuleEngine/TamperDetector/Tamper',
    source: { ...video, Rule: 'MyTamperDetectorRule' },
    item: 'IsTamper',
    value: 'false',
  },
  loss: {
    topic: 'tns1:VideoSource/SignalLoss',
    source: { Source: 'video_source' },
    item: 'State',
    value: 'false',
  },
  input: {
    topic: 'tns1:Device/Trigger/DigitalInput',
    source: { InputToken: 'input-1' },
    item: 'LogicalState',
    value: 'false',
  },
  relay: {
    topic: 'tns1:Device/Trigger/Relay',
    source: { RelayToken: 'relay-1' },
    item: 'LogicalState',
    value: 'inactive',
  },
}

interface Subscription {
  queue: SimMessage[]
  endsAtMs: number
  wake: () => void
}

const mostWaiting = 500

/** What a simulated camera reports, and who has subscribed to it. Times are the camera's own clock. */
export class EventState {
  readonly #now: () => number
  readonly #properties = new Map<SimCondition, Property>()
  readonly #subscriptions = new Map<string, Subscription>()
  #next = 1

  /** @param has conditions this camera can tell */
  constructor(has: readonly SimCondition[], now: () => number) {
    this.#now = now
    for (const condition of has) this.#properties.set(condition, { ...properties[condition] })
  }

  get subscriptionCount(): number {
    this.#forgetOld()
    return this.#subscriptions.size
  }

  value(condition: SimCondition): string | undefined {
    return this.#properties.get(condition)?.value
  }

  /** @throws Error when the camera has no such thing; a state it is in already is no message */
  set(condition: SimCondition, value: string): void {
    const property = this.#properties.get(condition)
    if (property === undefined) throw new Error(`this camera has no ${condition}`)
    if (property.value === value) return
    property.value = value
    for (const subscription of this.#subscriptions.values())
      this.#put(subscription, this.#message(property, 'Changed'))
  }

  /** @returns its number */
  subscribe(lifeMs: number): string {
    this.#forgetOld()
    const id = String(this.#next++)
    this.#subscriptions.set(id, { queue: [], endsAtMs: this.#now() + lifeMs, wake: () => {} })
    return id
  }

  /** Ms of the camera's clock; undefined when there is no such subscription (any more). */
  endsAtMs(id: string): number | undefined {
    this.#forgetOld()
    return this.#subscriptions.get(id)?.endsAtMs
  }

  renew(id: string, lifeMs: number): void {
    const subscription = this.#subscriptions.get(id)
    if (subscription !== undefined) subscription.endsAtMs = this.#now() + lifeMs
  }

  unsubscribe(id: string): void {
    this.#subscriptions.get(id)?.wake()
    this.#subscriptions.delete(id)
  }

  /** Every property as it is, for one subscriber. */
  synchronise(id: string): void {
    const subscription = this.#subscriptions.get(id)
    if (subscription === undefined) return
    for (const property of this.#properties.values())
      this.#put(subscription, this.#message(property, 'Initialized'))
  }

  /** Messages that wait, or that come within the time; an empty list when none did. */
  async pull(id: string, most: number, holdMs: number, gone: AbortSignal): Promise<SimMessage[]> {
    const subscription = this.#subscriptions.get(id)
    if (subscription === undefined) return []
    if (subscription.queue.length === 0) await waitFor(subscription, holdMs, gone)
    return subscription.queue.splice(0, most)
  }

  /** As after a restart of the camera: nobody is subscribed, and the states are what they are. */
  forgetSubscribers(): void {
    for (const id of this.#subscriptions.keys()) this.unsubscribe(id)
  }

  #put(subscription: Subscription, message: SimMessage): void {
    subscription.queue.push(message)
    if (subscription.queue.length > mostWaiting) subscription.queue.shift()
    subscription.wake()
  }

  #message({ topic, source, item, value }: Property, operation: SimMessage['operation']): SimMessage {
    return { topic, operation, source, data: { [item]: value }, atMs: this.#now() }
  }

  #forgetOld(): void {
    for (const [id, { endsAtMs }] of this.#subscriptions) if (endsAtMs < this.#now()) this.unsubscribe(id)
  }
}

function waitFor(subscription: Subscription, holdMs: number, gone: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      gone.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, holdMs)
    gone.addEventListener('abort', done, { once: true })
    subscription.wake = done
  })
}
