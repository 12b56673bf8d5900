import { readdirSync } from 'node:fs'
import { treeOf, readProc } from '../bench/processes.ts'

/** What one kind of process of the app holds just now. */
export interface Holding {
  /** Memory that is not shared with others, MB: what a leak grows. */
  readonly privateMb: number
  /** Open files and sockets. */
  readonly handles: number
  readonly processes: number
}

/** Kinds the soak tells apart. */
export const kinds = ['shell', 'core', 'renderer', 'gpu', 'ffmpeg', 'other'] as const
export type Kind = (typeof kinds)[number]
export type Holdings = Readonly<Record<Kind, Holding>>

/** Looks at the shell's process and all its descendants. */
export function holdingsOf(shellPid: number): Holdings {
  const sums = Object.fromEntries(kinds.map(kind => [kind, { privateMb: 0, handles: 0, processes: 0 }]))
  for (const { pid, name } of treeOf(shellPid)) {
    const sum = sums[kindOf(pid, name, shellPid)]
    if (sum === undefined) continue
    sum.privateMb += privateMbOf(pid)
    sum.handles += handlesOf(pid)
    sum.processes += 1
  }
  return sums as Holdings
}

/** Process ids of one kind. */
export function pidsOf(shellPid: number, wanted: Kind): number[] {
  return treeOf(shellPid)
    .filter(({ pid, name }) => kindOf(pid, name, shellPid) === wanted)
    .map(({ pid }) => pid)
}

function kindOf(pid: number, name: string, shellPid: number): Kind {
  if (pid === shellPid) return 'shell'
  if (name === 'ffmpeg') return 'ffmpeg'
  const commandLine = (readProc(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ')
  if (commandLine.includes('--type=renderer')) return 'renderer'
  if (commandLine.includes('--type=gpu-process')) return 'gpu'
  return /core\.js --data/.test(commandLine) ? 'core' : 'other'
}

function privateMbOf(pid: number): number {
  const text = readProc(`/proc/${pid}/smaps_rollup`) ?? ''
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  return Math.round((field('Private_Clean') + field('Private_Dirty')) / 102.4) / 10
}

function handlesOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return 0
  }
}
