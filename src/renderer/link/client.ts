import {
  contract,
  pushes,
  Push,
  Reply,
  type CallInput,
  type CallName,
  type CallOutput,
  type PushName,
  type PushValue,
} from '../../shared/contract.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import { isInChanges, ListListener, type ListChange } from '../../shared/link-lists.ts'
import { Refusal } from '../../shared/refusal.ts'

type Waiting = { resolve: (value: unknown) => void; reject: (reason: Error) => void; name: CallName }
type LinkListener = {
  /** Core is there (again): what was known may be old. */
  onOpen: () => void
  onClose: () => void
  onPush: <K extends PushName>(name: K, value: PushValue<K>) => void
}

/** How long the screen waits before it dials core again, ms. Core needs a second or two to come back. */
const redialDelayMs = 400

/** Where core listens; told by the shell. The address changes when core was restarted. */
export interface LinkAddress {
  /** `ws://127.0.0.1:PORT` */
  url: string
  token: string
}

/**
 * The screen's end of the link: calls and pushes over one WebSocket that dials again for ever.
 * A call made while the link is down is refused with `link.closed`, never queued: an alarm must not be
 * acknowledged later than the guard believes.
 */
export class LinkClient {
  readonly #address: () => Promise<LinkAddress>
  readonly #listener: LinkListener
  readonly #wants: ReadonlySet<PushName> | null
  readonly #waiting = new Map<number, Waiting>()
  /** Pushes that came and were not looked at yet: of each name the newest, as it will be told. */
  readonly #pushes = new Map<PushName, () => unknown>()
  /** What this connection was told of incidents. */
  #incidents = new ListListener<Incident>()
  #isLooking = false
  #socket: WebSocket | null = null
  #nextId = 1

  /** @param wants which pushes the listener takes: core sends no others; null for all */
  constructor(
    address: () => Promise<LinkAddress>,
    listener: LinkListener,
    wants: readonly PushName[] | null = null,
  ) {
    this.#address = address
    this.#wants = wants === null ? null : new Set(wants)
    this.#listener = listener
    void this.#dial()
  }

  /** Calls core. Rejects with a `Refusal` when core refuses, and with an Error when the answer is not of the contract. */
  call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>> {
    const socket = this.#socket
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Refusal('link.closed'))
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: value => resolve(value as CallOutput<K>), reject, name })
      socket.send(JSON.stringify({ id, call: name, input }))
    })
  }

  /** Opens a media socket of the same core (src/shared/streams.ts). */
  async openStream(path: string): Promise<WebSocket> {
    const { url, token } = await this.#address()
    const socket = new WebSocket(`${url}${path}`, ['zhishou', token])
    socket.binaryType = 'arraybuffer'
    return socket
  }

  async #dial(): Promise<void> {
    try {
      const { url, token } = await this.#address()
      const query = new URLSearchParams({ changes: '1' })
      if (this.#wants !== null) query.set('pushes', [...this.#wants].join(','))
      const socket = new WebSocket(`${url}/link?${query.toString()}`, ['zhishou', token])
      this.#incidents = new ListListener()
      socket.addEventListener('open', () => {
        this.#socket = socket
        this.#listener.onOpen()
      })
      socket.addEventListener('message', event => this.#receive(String(event.data)))
      socket.addEventListener('close', () => this.#closed())
    } catch {
      this.#closed()
    }
  }

  #closed(): void {
    const wasOpen = this.#socket !== null
    this.#socket = null
    for (const waiting of this.#waiting.values()) waiting.reject(new Refusal('link.closed'))
    this.#waiting.clear()
    if (wasOpen) this.#listener.onClose()
    setTimeout(() => void this.#dial(), redialDelayMs)
  }

  #receive(text: string): void {
    const message: unknown = JSON.parse(text)
    const reply = Reply.safeParse(message)
    if (!reply.success) {
      this.#push(Push.parse(message))
      return
    }
    // What core told before its answer is known before it.
    this.#takePushes()
    this.#settle(reply.data)
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    if (waiting === undefined) return
    this.#waiting.delete(reply.id)
    if (!reply.ok) {
      waiting.reject(new Refusal(reply.code, reply.params))
      return
    }
    const value = contract[waiting.name].output.safeParse(reply.value)
    if (value.success) waiting.resolve(value.data)
    else waiting.reject(new Error(`answer to ${waiting.name} is not of the contract: ${value.error.message}`))
  }

  #push(message: Push): void {
    if (!Object.hasOwn(pushes, message.push)) return
    const name = message.push as PushName
    if (this.#wants !== null && !this.#wants.has(name)) return
    // A push is the whole value: a screen that is slower than a flood of alarms leaves out what is old already, and is
    // never behind by more than one of each. A change is taken up as it comes: the next one begins where it ended.
    if ('change' in message) {
      const list = this.#changed(name, message.change)
      this.#pushes.set(name, () => list)
    } else this.#pushes.set(name, () => pushes[name].parse(message.value))
    if (this.#isLooking) return
    this.#isLooking = true
    setTimeout(() => this.#takePushes(), 0)
  }

  #changed(name: PushName, { order, members }: ListChange): Incident[] {
    if (!isInChanges(name)) throw new Error(`core told changes of ${name}`)
    return this.#incidents.whole(order, pushes[name].parse(members))
  }

  #takePushes(): void {
    this.#isLooking = false
    const news = [...this.#pushes]
    this.#pushes.clear()
    for (const [name, value] of news) this.#listener.onPush(name, value() as PushValue<typeof name>)
  }
}
