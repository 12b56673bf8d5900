import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { ChildRegistry } from './child-registry.ts'
import type { Clock } from './clock.ts'
import { scrub } from '../../shared/scrub.ts'

const stderrLinesKept = 50
const stderrLineLength = 500
const stdinErrorsExpected = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'])

export interface ChildOptions {
  readonly command: string
  /** One string an argument; never a shell line. Must hold no secret: everyone on the machine can list it. */
  readonly args: readonly string[]
  /**
   * Written to stdin, which is then closed. The place for what must not show in the list of processes. An error of a
   * stream ends the child.
   */
  readonly input?: string | Readable
  /** Where the pid is noted, so that the next start can end what a crash left behind. */
  readonly registry?: ChildRegistry
  readonly clock: Clock
  /** Told each line of stderr as it comes, masked like `stderrTail`. */
  readonly onStderrLine?: (line: string) => void
  /** From SIGTERM to SIGKILL, ms. */
  readonly killAfterMs?: number
}

/** How a child ended. `error` is set when it could not be started at all. */
export interface ChildExit {
  readonly code: number | null
  readonly signal: string | null
  readonly error: string | null
}

/** A running child. Its stdout must be read by whoever started it, or the child stands still. */
export interface SupervisedChild extends AsyncDisposable {
  readonly pid: number | undefined
  readonly stdout: Readable
  /** Resolves, never rejects, after the process is gone and its output was read. */
  readonly exited: Promise<ChildExit>
  /** The last lines of stderr, user and password in addresses masked. */
  stderrTail(): readonly string[]
  /** Ends the child: SIGTERM, after `killAfterMs` SIGKILL. Resolves when it is gone; may be called often. */
  stop(): Promise<ChildExit>
}

/** Starts a child process whose end is certain: by `stop`, by disposal, or by the registry after a crash of core. */
export function startChild(options: ChildOptions): SupervisedChild {
  const child = spawn(options.command, options.args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
  const exited = exitOf(child)
  const tail = collectTail(child.stderr, options.onStderrLine)
  // A child that dies before it has read its input is told by `exited`, not by this stream.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (!stdinErrorsExpected.has(error.code ?? '')) child.kill('SIGKILL')
  })
  const { input = '' } = options
  if (typeof input === 'string') child.stdin.end(input)
  else {
    input.on('error', () => child.kill('SIGKILL'))
    // Who ends before it has read everything must not leave the source open.
    void exited.then(() => input.destroy())
    input.pipe(child.stdin)
  }
  if (child.pid !== undefined) {
    const pid = child.pid
    options.registry?.add(pid, [options.command, ...options.args])
    void exited.then(() => options.registry?.remove(pid))
  }
  const stop = () => stopChild(child, exited, options)
  return {
    pid: child.pid,
    stdout: child.stdout,
    exited,
    stderrTail: () => tail,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise(resolve => {
    child.once('error', error => {
      // After a successful start `error` only means that a signal could not be sent: the exit follows by itself.
      if (child.pid === undefined) resolve({ code: null, signal: null, error: scrub(error.message) })
    })
    child.once('close', (code, signal) => resolve({ code, signal, error: null }))
  })
}

async function stopChild(
  child: ChildProcess,
  exited: Promise<ChildExit>,
  options: ChildOptions,
): Promise<ChildExit> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    child.kill('SIGTERM')
    const gone = new AbortController()
    void exited.then(() => gone.abort())
    await options.clock.sleep(options.killAfterMs ?? 2_000, gone.signal)
    if (!gone.signal.aborted) child.kill('SIGKILL')
  }
  return exited
}

/** Keeps the last lines; a line without end cannot grow beyond a limit. */
function collectTail(stream: Readable, onLine?: (line: string) => void): readonly string[] {
  const lines: string[] = []
  let open = ''
  const keep = (line: string) => {
    if (line.trim() === '') return
    const kept = scrub(line).slice(0, stderrLineLength)
    lines.push(kept)
    if (lines.length > stderrLinesKept) lines.shift()
    onLine?.(kept)
  }
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const parts = (open + chunk).split(/\r?\n|\r/)
    open = (parts.pop() ?? '').slice(-4 * stderrLineLength)
    parts.forEach(keep)
  })
  stream.on('end', () => keep(open))
  stream.on('error', error => keep(error.message))
  return lines
}
