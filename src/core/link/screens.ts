import type { WebSocket } from 'ws'
import { pushes, type PushName, type PushValue } from '../../shared/contract.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import { isInChanges, ListTeller } from '../../shared/link-lists.ts'

/** A screen that does not take its pushes is cut off; it dials again and reads everything anew. */
const maxBufferedBytes = 32 * 1024 * 1024

/** What a screen asked to be told, and how (`/link?pushes=sound,duty`, `/link?changes=1`). */
interface Wishes {
  /** Null: everything. */
  readonly names: ReadonlySet<PushName> | null
  /** Lists as changes. */
  readonly teller: ListTeller<Incident> | null
}

/** The screens that are connected, each told what it wishes. */
export class Screens {
  readonly #wishes = new Map<WebSocket, Wishes>()

  /** @param query of the address, as the client sent it */
  add(socket: WebSocket, query: URLSearchParams): void {
    this.#wishes.set(socket, wishesOf(query))
    socket.on('close', () => this.#wishes.delete(socket))
  }

  /** Tells every screen that wishes it. The same text goes to all that take the whole value. */
  push<K extends PushName>(name: K, value: PushValue<K>): void {
    let whole: string | null = null
    for (const [socket, { names, teller }] of this.#wishes) {
      if (names !== null && !names.has(name)) continue
      if (socket.bufferedAmount > maxBufferedBytes) {
        socket.terminate()
        continue
      }
      if (teller !== null && isInChanges(name))
        socket.send(JSON.stringify({ push: name, change: teller.change(value as PushValue<'incidents'>) }))
      else socket.send((whole ??= JSON.stringify({ push: name, value })))
    }
  }
}

function wishesOf(query: URLSearchParams): Wishes {
  const asked = query.get('pushes')
  const names = asked === null ? null : new Set(asked.split(',').filter(name => isPush(name)))
  return { names, teller: query.get('changes') === '1' ? new ListTeller() : null }
}

const isPush = (name: string): name is PushName => Object.hasOwn(pushes, name)
