import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface OnvifProxy extends AsyncDisposable {
  /** Of the device service, through this door. */
  readonly address: string
  /** What was asked for, in its order: `ContinuousMove`, `Stop`, … */
  readonly actions: string[]
  /** While false nobody answers. */
  isOpen: boolean
}

/** A door before an ONVIF device that remembers what went through. The device is told to be found behind it. */
export async function startOnvifProxy(device: string): Promise<OnvifProxy> {
  const target = new URL(device)
  const actions: string[] = []
  const proxy = { isOpen: true }
  const server = createServer((request, response) => {
    const pass = async () => {
      const body = await text(request)
      actions.push(/<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? 'nothing')
      const answer = await fetch(new URL(request.url ?? '/', target), {
        method: 'POST',
        headers: { 'content-type': request.headers['content-type'] ?? 'application/soap+xml' },
        body,
      })
      response.writeHead(answer.status, { 'content-type': 'application/soap+xml; charset=utf-8' })
      response.end(Buffer.from(await answer.arrayBuffer()))
    }
    if (proxy.isOpen) pass().catch(() => response.destroy())
    else response.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return Object.assign(proxy, {
    address: `http://127.0.0.1:${port}${target.pathname}`,
    actions,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  })
}
