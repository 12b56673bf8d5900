import { readFileSync } from 'node:fs'

/**
 * Calls back once when the process that started us is gone, however it went; also when it started us through a shell,
 * as npm does. A killed process tells nobody, so this looks once a second.
 * @param {() => void} onGone
 * @returns {Disposable}
 */
export function watchStarter(onGone) {
  const before = starters()
  const timer = setInterval(() => {
    if (starters() === before) return
    clearInterval(timer)
    onGone()
  }, 1000)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

/** Our parent, and where that is a shell and the system tells, the shell's parent. */
function starters() {
  const parent = process.ppid
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8')
    const [name, grandparent] = /^\d+ \((.*)\) \S (\d+)/.exec(stat)?.slice(1) ?? []
    return /^(ba|da)?sh$/.test(name ?? '') ? `${parent} ${grandparent}` : `${parent}`
  } catch {
    return `${parent}` // no /proc here, or the parent has just gone
  }
}
