import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A device's HTTP server that answers as a test wants. */
export interface HttpDevice extends AsyncDisposable {
  readonly url: string
  /** Hangs up on everybody. */
  hangUp(): void
}

export async function startHttpDevice(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<HttpDevice> {
  const server = createServer((request, response) => {
    request.resume()
    answer(response, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hangUp: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
