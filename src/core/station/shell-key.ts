import { setTimeout as delay } from 'node:timers/promises'
import { keyFromText } from '../platform/vault-key.ts'

/** How long the shell may take to hand over the key, ms. */
const longestWaitMs = 10_000

interface ElectronParent {
  once(event: 'message', listener: (event: { data: unknown }) => void): void
}

/**
 * The vault's key from the shell, over the channel between the two: arguments and environment can be read by other
 * processes of this user, and end up in crash reports.
 * @throws Error when the shell sends none, or what it sends is no key
 */
export async function keyFromShell(): Promise<Buffer> {
  const waiting = new AbortController()
  const message = new Promise<unknown>(resolve => {
    // Electron's utility process has a port of its own; a child of Node has the IPC channel.
    const { parentPort } = process as unknown as { parentPort?: ElectronParent }
    if (parentPort !== undefined) parentPort.once('message', ({ data }) => resolve(data))
    else process.once('message', resolve)
  })
  const late = delay(longestWaitMs, undefined, { signal: waiting.signal }).catch(() => undefined)
  const got = await Promise.race([message, late])
  waiting.abort()
  const key = typeof got === 'object' && got !== null && 'vaultKey' in got ? got.vaultKey : ''
  return keyFromText(typeof key === 'string' ? key : '', 'the message of the shell')
}
