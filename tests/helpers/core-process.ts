import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { Desk } from './desk.ts'

const root = join(import.meta.dirname, '..', '..')

/** The station as `npm run core` starts it: a process of its own. */
export interface CoreProcess extends AsyncDisposable {
  readonly child: ChildProcess
  readonly url: string
  readonly token: string
  desk(): Promise<Desk>
  /** Ends it with a signal and gives the exit code. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** @param token the seat's token; the same one brings the guard's session back after a restart */
export async function startCore(
  dataDir: string,
  siteFile: string,
  token = 'f'.repeat(64),
): Promise<CoreProcess> {
  const child = spawn(
    process.execPath,
    [join(root, 'src/core/main.ts'), '--data', dataDir, '--site', siteFile],
    {
      env: { ...process.env, ZHISHOU_LINK_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve))
  let errors = ''
  child.stderr.on('data', data => (errors += String(data)))
  const ready = await new Promise<{ url: string }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', line => resolve(JSON.parse(line) as { url: string }))
    void exited.then(code => reject(new Error(`core ended with ${code}: ${errors}`)))
  })
  const end = (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    child.kill(signal)
    return exited
  }
  return {
    child,
    url: ready.url,
    token,
    desk: () => Desk.open(ready.url, token),
    end,
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  }
}

/** Runs a command of src/core and gives its exit code and output. */
export async function runCommand(
  script: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(root, script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', data => (output += String(data)))
  child.stderr.on('data', data => (output += String(data)))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  return { code, output }
}

/** The station's log as text; for what must not be in it. */
export function logOf(dataDir: string): string {
  return readFileSync(join(dataDir, 'log', 'station.log'), 'utf8')
}
