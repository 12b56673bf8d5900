import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { UnknownCommand, type DeviceRegistry } from './registry.ts'

/** Where a running simulator takes commands; the content of `simulator.json`. */
export interface ControlAddress {
  url: string
  token: string
  pid: number
}

export const controlFileName = 'simulator.json'

/**
 * Takes commands over HTTP on loopback: `POST /command {"command", "device"}`, `GET /devices`; both need the token, so that
 * a web page in a browser of the same machine cannot command anything.
 */
export async function startControl(
  registry: DeviceRegistry,
): Promise<AsyncDisposable & { address: ControlAddress }> {
  const token = randomBytes(18).toString('base64url')
  const server = createServer((request, response) => {
    answer(request, registry, token).then(
      ({ status, body }) =>
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body)),
      (error: unknown) => {
        console.error('control:', error)
        response.writeHead(500).end(JSON.stringify({ message: messageOf(error) }))
      },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    address: { url, token, pid: process.pid },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  request: IncomingMessage,
  registry: DeviceRegistry,
  token: string,
): Promise<{ status: number; body: unknown }> {
  const given = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { status: 401, body: { message: 'The token is missing or wrong.' } }
  if (request.method === 'GET' && request.url === '/devices') return { status: 200, body: registry.list() }
  if (request.method !== 'POST' || request.url !== '/command')
    return { status: 404, body: { message: 'Not found.' } }
  const order = readOrder(await readText(request))
  if (!order) return { status: 400, body: { message: 'Expected {"command", "device"}.' } }
  try {
    return { status: 200, body: { message: await registry.run(order.command, order.device) } }
  } catch (error) {
    if (error instanceof UnknownCommand) return { status: 404, body: { message: error.message } }
    throw error
  }
}

function readOrder(text: string): { command: string; device: string } | undefined {
  try {
    const { command, device } = JSON.parse(text) as Record<string, unknown>
    return typeof command === 'string' && typeof device === 'string' ? { command, device } : undefined
  } catch {
    return undefined
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request as AsyncIterable<Buffer>) if (text.length < 4096) text += chunk.toString()
  return text
}

/** @throws Error with a sentence for the person at the keyboard when no simulator runs with this folder */
export async function readControlAddress(folder: string): Promise<ControlAddress> {
  const text = await readFile(join(folder, controlFileName), 'utf8').catch(() => undefined)
  if (text === undefined)
    throw new Error(`No simulator runs with the folder ${folder}. Start one with: npm run sim`)
  return JSON.parse(text) as ControlAddress
}

/** Tells a running simulator what shall happen. @returns what happened. @throws Error with a sentence */
export async function sendCommand(address: ControlAddress, command: string, device: string): Promise<string> {
  const { status, message } = await call(address, '/command', { command, device })
  if (status !== 200) throw new Error(message)
  return message
}

async function call(
  address: ControlAddress,
  path: string,
  body: unknown,
): Promise<{ status: number; message: string }> {
  const response = await fetch(address.url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${address.token}` },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw new Error(`The simulator at ${address.url} does not answer; it seems to have ended.`, {
      cause: error,
    })
  })
  const { message } = (await response.json()) as { message: string }
  return { status: response.status, message }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
