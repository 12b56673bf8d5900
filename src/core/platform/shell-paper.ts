import { setTimeout as delay } from 'node:timers/promises'

/** The longest that the shell may take for one PDF, ms. */
const longestWaitMs = 180_000

interface ElectronParent {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: object): void
}

/** Has PDFs made by the shell that started core. */
export interface ShellPaper {
  /** Makes a PDF of a form that lies in the export folder, beside it. @throws Error when none came of it; AbortError */
  pdf(htmlFile: string, pdfFile: string, signal: AbortSignal): Promise<void>
}

/** The paper of the shell, asked over the channel between the two. Only where the shell said that it serves it. */
export function shellPaper(): ShellPaper {
  const waiting = new Map<number, (error: string | null) => void>()
  const take = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('paperDone' in message)) return
    const { id, error } = message.paperDone as { id: number; error: string | null }
    waiting.get(id)?.(error)
    waiting.delete(id)
  }
  const send = channel(take)
  let nextId = 1
  return {
    async pdf(htmlFile, pdfFile, signal) {
      const id = nextId++
      const done = new Promise<string | null>(resolve => {
        waiting.set(id, resolve)
        send({ paper: { id, htmlFile, pdfFile } })
      })
      const over = new AbortController()
      const late = delay(longestWaitMs, 'the shell did not answer', {
        signal: AbortSignal.any([signal, over.signal]),
      }).catch(() => 'given up')
      const error = await Promise.race([done, late])
      over.abort()
      waiting.delete(id)
      signal.throwIfAborted()
      if (error !== null) throw new Error(error)
    },
  }
}

/** Electron's utility process has a port of its own; a child of Node has the IPC channel. */
function channel(take: (message: unknown) => void): (message: object) => void {
  const { parentPort } = process as unknown as { parentPort?: ElectronParent }
  if (parentPort !== undefined) {
    parentPort.on('message', ({ data }) => take(data))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    return message => parentPort.postMessage(message)
  }
  process.on('message', take)
  return message => void process.send?.(message)
}
