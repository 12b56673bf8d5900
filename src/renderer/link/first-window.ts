import { z } from 'zod'
import { thisWindow } from './this-window.ts'

/** What the second window asks the first one to put before the guard: there is one stage and one dialog, and they are there. */
const Ask = z.discriminatedUnion('type', [
  z.object({ type: z.literal('incident'), id: z.number().int() }),
  z.object({ type: z.literal('arming'), partitionId: z.string(), kind: z.enum(['arm', 'disarm']) }),
])
export type Ask = z.infer<typeof Ask>

const channelName = 'zhishou-first-window'

/** True in the second window: the first one has been asked, and nothing is to be done here. */
export function handToFirst(ask: Ask): boolean {
  if (thisWindow === 'main') return false
  const channel = new BroadcastChannel(channelName)
  // A channel has no target but its own origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  channel.postMessage(ask)
  channel.close()
  return true
}

/** Listens to what the second window asks. Only pages of ours share the channel. */
export function onAsked(listener: (ask: Ask) => void): Disposable {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', ({ data }) => {
    const ask = Ask.safeParse(data)
    if (ask.success) listener(ask.data)
  })
  return { [Symbol.dispose]: () => channel.close() }
}
