import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const ticksASecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

interface ProcessFigures {
  readonly pid: number
  readonly parent: number
  readonly name: string
  /** User and system time of the process and of the children it has buried. */
  readonly cpuTicks: number
}

/** A process and all that descend from it, as /proc shows them now. */
export function treeOf(root: number): ProcessFigures[] {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => readStat(Number(pid)) ?? [])
  const found = all.filter(({ pid }) => pid === root)
  for (const process of found) found.push(...all.filter(({ parent }) => parent === process.pid))
  return found
}

/** Null when it ended meanwhile. */
function readStat(pid: number): ProcessFigures | null {
  const text = readProc(`/proc/${pid}/stat`)
  if (text === null) return null
  // The name may hold spaces and brackets; the fields after its last bracket begin with the third.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const number = (field: number) => Number(fields[field - 3])
  return {
    pid,
    parent: number(4),
    name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
    cpuTicks: number(14) + number(15) + number(16) + number(17),
  }
}

/** A file of /proc; null when its process has ended meanwhile. */
export function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** CPU time that processes and all their descendants have used so far, s. */
export function cpuSecondsOf(roots: readonly number[]): number {
  const ticks = roots.flatMap(treeOf).reduce((sum, { cpuTicks }) => sum + cpuTicks, 0)
  return ticks / ticksASecond
}

/** How many descendants have this name. */
export function countNamed(root: number, name: string): number {
  return treeOf(root).filter(process => process.name === name).length
}

/** Memory of trees, MB: resident sizes added up (shared pages count in each), and each page shared fairly (PSS). */
export function memoryOf(roots: readonly number[]): { rssMb: number; pssMb: number } {
  let [rssKb, pssKb] = [0, 0]
  for (const { pid } of roots.flatMap(treeOf)) {
    const text = readProc(`/proc/${pid}/smaps_rollup`) ?? ''
    rssKb += Number(/^Rss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
    pssKb += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
  }
  return { rssMb: Math.round(rssKb / 1024), pssMb: Math.round(pssKb / 1024) }
}
