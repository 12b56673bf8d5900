import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { utilityProcess } from 'electron'
import type { HostKind } from './core-host-kind.ts'

/** What the station says when it is ready: one JSON line on stdout. */
export interface ReadyLine {
  readonly url: string
  readonly node: string
}

export interface HostedCore {
  readonly kind: HostKind
  readonly pid: number | undefined
  /**
   * Rejects when the process ends before it is ready. Nothing else ends the wait: a record of years on a slow disk may
   * take its time to be opened after a power cut.
   */
  readonly ready: Promise<ReadyLine>
  /** Resolves, never rejects, with the exit code when the process is gone; null when a signal ended it. */
  readonly exited: Promise<number | null>
  /** Asks the process to end, and kills it when it does not within `stopTimeoutMs`. */
  stop(): Promise<void>
}

export interface HostOptions {
  readonly entry: string
  readonly args: readonly string[]
  /** Added to the environment; the place for the token, which must not show in the list of processes. */
  readonly env: Readonly<Record<string, string>>
  /** The Node that runs a child host. */
  readonly nodePath: string
  /** Sent over the channel when the process is up; what must show neither in arguments nor in the environment. */
  readonly message?: object
  /** What the process sends over the channel; `reply` goes back to that process alone. */
  readonly onMessage?: (message: unknown, reply: (answer: object) => void) => void
  readonly onOutput: (line: string) => void
}

/** After this it is told that core takes long. */
const longStartMs = 20_000
const stopTimeoutMs = 5_000
/** The longest wait for the last output of a process that has ended. */
const lastOutputMs = 1_500

/** Starts core under a host. Both hosts behave the same; a test runs one entry under each. */
export function startHost(kind: HostKind, options: HostOptions): HostedCore {
  const started = kind === 'utilityProcess' ? startUtility(options) : startChild(options)
  if (options.message !== undefined) started.send(options.message)
  const lines = createInterface({ input: started.stdout })
  const errors = createInterface({ input: started.stderr })
  errors.on('line', options.onOutput)
  const ready = new Promise<ReadyLine>((resolve, reject) => {
    const timer = setTimeout(() => options.onOutput('core takes long to start'), longStartMs)
    lines.on('line', line => {
      const told = readyLine(line)
      if (told === null) options.onOutput(line)
      else {
        clearTimeout(timer)
        resolve(told)
      }
    })
    void started.exited.then(code =>
      reject(new Error(`core ended (${code ?? 'signal'}) before it was ready`)),
    )
    void started.exited.then(() => clearTimeout(timer))
  })
  // Whoever starts a host may look at `exited` alone.
  ready.catch(() => {})
  return {
    kind,
    // A utility process has its number only once it has been spawned.
    get pid() {
      return started.pid()
    },
    ready,
    exited: started.exited,
    async stop() {
      const timer = setTimeout(() => started.kill(), stopTimeoutMs)
      started.terminate()
      await started.exited
      clearTimeout(timer)
    },
  }
}

interface Started {
  readonly stdout: Readable
  readonly stderr: Readable
  readonly exited: Promise<number | null>
  pid(): number | undefined
  send(message: object): void
  terminate(): void
  kill(): void
}

function startChild(options: HostOptions): Started {
  const child = spawn(options.nodePath, [options.entry, ...options.args], {
    env: { ...process.env, ...options.env },
    // The channel carries the key of the vault; its end tells core that the shell is gone, however it went.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  })
  const exited = new Promise<number | null>(resolve => {
    // Not 'exit': what it said last is to be read before anybody acts on its end.
    child.once('close', code => resolve(code))
    child.once('error', () => resolve(-1))
  })
  // A child that is already gone says so by its exit.
  const send = (message: object): void => void child.send(message, () => {})
  child.on('message', message => options.onMessage?.(message, send))
  return {
    // Both are pipes; with a channel beside them the types no longer say so.
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    exited,
    pid: () => child.pid,
    send,
    terminate: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
  }
}

function startUtility(options: HostOptions): Started {
  const child = utilityProcess.fork(options.entry, [...options.args], {
    env: { ...(process.env as Record<string, string>), ...options.env },
    stdio: 'pipe',
    serviceName: 'zhishou-core',
  })
  const output = [child.stdout, child.stderr] as Readable[]
  const exited = new Promise<number | null>(resolve =>
    child.once('exit', code => void readOut(output).then(() => resolve(code))),
  )
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
  const send = (message: object): void => child.postMessage(message)
  child.on('message', (message: unknown) => options.onMessage?.(message, send))
  return {
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    exited,
    pid: () => child.pid,
    send,
    terminate: () => void child.kill(),
    kill: () => void (child.pid !== undefined && process.kill(child.pid, 'SIGKILL')),
  }
}

/** A utility process tells its end before its last output has come through; what it said last is wanted first. */
async function readOut(output: readonly Readable[]): Promise<void> {
  const ends = output.map(stream => finished(stream, { writable: false }).catch(() => {}))
  await Promise.race([Promise.all(ends), delay(lastOutputMs)])
}

function readyLine(line: string): ReadyLine | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && 'url' in value && 'node' in value
      ? { url: String(value.url), node: String(value.node) }
      : null
  } catch {
    return null
  }
}
