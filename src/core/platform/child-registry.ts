import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { setTimeout as delay } from 'node:timers/promises'

/** One noted child. `startTicks` is the kernel's start time: pid and start time together name one process for ever. */
const Note = z.object({
  pid: z.number().int(),
  command: z.array(z.string()),
  startTicks: z.string().nullable(),
})
type Note = z.infer<typeof Note>

/**
 * The children that live now, one small file each in `DATA/children/`. A core that was killed leaves its files behind,
 * and the next start ends exactly those processes. (A child would mostly end by itself when its stdout breaks; one that
 * waits for a silent device writes nothing and would not.)
 *
 * The check that a pid is still ours reads /proc, so it works on Linux. Elsewhere nothing is killed by guess: there
 * ffmpeg's own socket time-out is the limit of an orphan's life.
 */
export interface ChildRegistry {
  add(pid: number, command: readonly string[]): void
  remove(pid: number): void
  /** Ends what an earlier run left behind; gives the pids ended. Call once, before any child is started. */
  endOrphans(): Promise<readonly number[]>
}

export function openChildRegistry(dataDir: string): ChildRegistry {
  const directory = join(dataDir, 'children')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const fileOf = (pid: number) => join(directory, `${pid}.json`)
  return {
    add(pid, command) {
      const note: Note = { pid, command: [...command], startTicks: startTicksOf(pid) }
      writeFileSync(fileOf(pid), JSON.stringify(note), { mode: 0o600 })
    },
    remove: pid => rmSync(fileOf(pid), { force: true }),
    async endOrphans() {
      const ended: number[] = []
      for (const name of readdirSync(directory)) {
        const note = readNote(join(directory, name))
        if (note !== null && isStillThat(note)) {
          await end(note)
          ended.push(note.pid)
        }
        rmSync(join(directory, name), { force: true })
      }
      return ended
    },
  }
}

/** A torn or foreign file is no reason not to start. */
function readNote(path: string): Note | null {
  try {
    return Note.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

async function end(note: Note): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (let tries = 0; tries < 10; tries++) {
      if (!isStillThat(note)) return
      if (tries === 0) kill(note.pid, signal)
      await delay(50)
    }
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended between the check and the signal.
  }
}

/** Whether this pid still runs the very command that was noted, started at the very moment. */
function isStillThat(note: Note): boolean {
  const path = `/proc/${note.pid}/cmdline`
  if (!existsSync(path)) return false
  try {
    const commandLine = readFileSync(path, 'utf8').split('\0').slice(0, -1)
    const same =
      commandLine.length === note.command.length && commandLine.every((a, i) => a === note.command[i])
    return same && (note.startTicks === null || startTicksOf(note.pid) === note.startTicks)
  } catch {
    return false
  }
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces, so counting begins after its bracket. */
function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
