import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import type { Readable } from 'node:stream'

const stderrTailBytes = 4096

/** A running ffmpeg. */
export interface FfmpegProcess {
  readonly child: ChildProcess
  /** Resolves when it has ended, with how and the end of what it said. Never rejects. */
  readonly ended: Promise<{ ok: boolean; reason: string }>
  /** Pipe 1, 2… as given by `outputs`: file descriptor 3 and up. */
  readonly outputs: readonly Readable[]
  kill(): void
}

/**
 * Starts ffmpeg from the PATH.
 * @param outputs how many extra pipes (pipe:3, pipe:4 …) it writes to
 * @param workingDirectory where relative file names of the filters lie
 */
export function startFfmpeg(
  args: readonly string[],
  {
    outputs = 0,
    workingDirectory,
    env = {},
  }: { outputs?: number; workingDirectory: string; env?: NodeJS.ProcessEnv },
): FfmpegProcess {
  const stdio: StdioOptions = [
    'pipe',
    'ignore',
    'pipe',
    ...Array.from({ length: outputs }, () => 'pipe' as const),
  ]
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'warning', '-y', ...args], {
    cwd: workingDirectory,
    env: { ...process.env, ...env },
    stdio,
  })
  // ffmpeg may be gone before it has read its input.
  child.stdin?.on('error', () => {})
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-stderrTailBytes)
  })
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; reason: string }>()
  child.on('error', error => resolve({ ok: false, reason: error.message }))
  child.on('close', (code, signal) =>
    resolve({ ok: code === 0, reason: `ffmpeg ended (${signal ?? code}): ${said}` }),
  )
  return {
    child,
    ended: promise,
    outputs: child.stdio.slice(3, 3 + outputs) as Readable[],
    kill: () => child.kill('SIGKILL'),
  }
}

/** Runs ffmpeg to its end; throws with the end of its messages when it fails. */
export async function runFfmpeg(args: readonly string[], workingDirectory: string): Promise<void> {
  const process = startFfmpeg(args, { workingDirectory })
  process.child.stdin?.end()
  const { ok, reason } = await process.ended
  if (!ok) throw new Error(reason)
}
