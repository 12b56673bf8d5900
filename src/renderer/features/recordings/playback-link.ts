import { PlaybackMessage, type PlaybackRequest } from '../../../shared/streams.ts'

export interface PlaybackLinkEvents {
  readonly message: (message: PlaybackMessage) => void
  readonly bytes: (bytes: Uint8Array<ArrayBuffer>) => void
  /** Could not be opened, or core ended it; `detail` is a reason or empty. */
  readonly closed: (detail: string) => void
}

/**
 * One look's line to core. Dialling anew leaves the line before: nothing that still comes over that one is told, so that
 * the pictures of two places never mix.
 */
export class PlaybackLink implements Disposable {
  readonly #open: (path: string) => Promise<WebSocket>
  readonly #events: PlaybackLinkEvents
  #socket: WebSocket | null = null
  #generation = 0

  constructor(open: (path: string) => Promise<WebSocket>, events: PlaybackLinkEvents) {
    this.#open = open
    this.#events = events
  }

  /** Leaves the line before at once; asks `first` when the new one is open. Never rejects: `closed` is told. */
  async dial(path: string, first: PlaybackRequest): Promise<void> {
    const generation = this.leave()
    try {
      const socket = await this.#open(path)
      if (generation !== this.#generation) socket.close()
      else this.#listen(socket, generation, first)
    } catch (error) {
      if (generation === this.#generation) this.#events.closed(error instanceof Error ? error.message : '')
    }
  }

  /** Nothing of the present line is told from now on. */
  leave(): number {
    this.#socket?.close()
    this.#socket = null
    return ++this.#generation
  }

  /** Dropped where the line is not open. */
  send(request: PlaybackRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request))
  }

  [Symbol.dispose](): void {
    this.leave()
  }

  #listen(socket: WebSocket, generation: number, first: PlaybackRequest): void {
    this.#socket = socket
    socket.addEventListener('open', () => this.send(first))
    socket.addEventListener('message', ({ data }) => {
      if (generation === this.#generation) this.#receive(data)
    })
    socket.addEventListener('close', ({ reason }) => {
      if (generation === this.#generation) this.#events.closed(reason)
    })
  }

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) this.#events.bytes(new Uint8Array(data))
    else this.#events.message(PlaybackMessage.parse(JSON.parse(String(data))))
  }
}
