import { WebSocket } from 'ws'
import {
  contract,
  pushes,
  type CallInput,
  type CallName,
  type CallOutput,
  type PushName,
  type PushValue,
} from '../../src/shared/contract.ts'
import type { Incident } from '../../src/shared/domain/incident.ts'
import { ListListener } from '../../src/shared/link-lists.ts'
import { Refusal } from '../../src/shared/refusal.ts'

/** A screen without pixels: speaks the link's contract as the renderer does, keeps the last push of each name. */
export class Desk {
  readonly url: string
  readonly token: string
  /** Every message that core sent, as it came; for what must not be in them. */
  readonly received: string[] = []
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (reply: { ok: boolean; [field: string]: unknown }) => void>()
  readonly #watchers = new Set<() => void>()
  readonly #latest = new Map<PushName, unknown>()
  readonly #incidents = new ListListener<Incident>()
  #nextId = 1

  private constructor(url: string, token: string, socket: WebSocket) {
    this.url = url
    this.token = token
    this.#socket = socket
    socket.on('message', data => this.#receive((data as Buffer).toString('utf8')))
  }

  static async open(url: string, token: string): Promise<Desk> {
    const socket = new WebSocket(`${url}/link?changes=1`, ['zhishou', token])
    const desk = new Desk(url, token, socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
    })
    return desk
  }

  /** Calls core. @throws Refusal as core refused */
  async call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>> {
    const id = this.#nextId++
    const reply = await new Promise<{ ok: boolean; [field: string]: unknown }>(resolve => {
      this.#waiting.set(id, resolve)
      this.#socket.send(JSON.stringify({ id, call: name, input }))
    })
    if (!reply.ok) throw new Refusal(reply['code'] as Refusal['code'], reply['params'] as Refusal['params'])
    return contract[name].output.parse(reply['value']) as CallOutput<K>
  }

  /** The code that core refuses a call with; fails when it does not refuse. */
  async refusalOf<K extends CallName>(name: K, input: CallInput<K>): Promise<string> {
    try {
      await this.call(name, input)
    } catch (error) {
      if (error instanceof Refusal) return error.code
      throw error
    }
    throw new Error(`${name} was not refused`)
  }

  /** Waits for a push that fulfils the condition; the last one counts as well. @throws after `timeoutMs` */
  async until<K extends PushName>(
    name: K,
    condition: (value: PushValue<K>) => boolean,
    timeoutMs = 20_000,
  ): Promise<PushValue<K>> {
    const deadline = performance.now() + timeoutMs
    if (name === 'incidents') await this.#askForIncidents()
    for (;;) {
      const value = this.#latest.get(name) as PushValue<K> | undefined
      if (value !== undefined && condition(value)) return value
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) throw new Error(`no ${name} push as waited for; last: ${JSON.stringify(value)}`)
      await this.#nextPush(leftMs)
    }
  }

  /** What was there before this desk came is no news: it is asked for, as the renderer does. */
  async #askForIncidents(): Promise<void> {
    if (this.#latest.has('incidents')) return
    const open = await this.call('incidents.open', {})
    if (!this.#latest.has('incidents')) this.#latest.set('incidents', open)
  }

  close(): void {
    this.#socket.terminate()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #nextPush(timeoutMs: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(done, timeoutMs)
      const watchers = this.#watchers
      watchers.add(done)
      function done(): void {
        clearTimeout(timer)
        watchers.delete(done)
        resolve()
      }
    })
  }

  #receive(text: string): void {
    this.received.push(text)
    const message = JSON.parse(text) as {
      id?: number
      push?: string
      ok: boolean
      value?: unknown
      change?: { order: number[]; members: unknown[] }
    }
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.(message)
      this.#waiting.delete(message.id)
      return
    }
    const name = message.push as PushName
    this.#latest.set(
      name,
      message.change === undefined
        ? pushes[name].parse(message.value)
        : this.#incidents.whole(message.change.order, pushes.incidents.parse(message.change.members)),
    )
    for (const watcher of this.#watchers) watcher()
  }
}
