// The school's script, played from outside, so that a short run sees all of it.
import { scenario } from '../../simulator/scenario.ts'
import { pause } from './ending.mjs'

/** The last of the six kinds of episode begins at the latest so many seconds after the start, at speed 1. */
const wholeScriptSeconds = 365
/** Faster than this a camera is back before anybody could see that it was gone. */
const fastest = 8

/**
 * How fast the script must be played to see every kind of episode once.
 * @param {number} seconds
 */
function speedFor(seconds) {
  return Math.min(fastest, Math.max(1, wholeScriptSeconds / seconds))
}

/**
 * Plays the script for a time. At its end nothing new begins, and what still lasts is ended, so that the school comes to
 * rest.
 * @param {{seed: number, seconds: number, devices: Record<string, string[]>, signal: AbortSignal,
 *   order: (command: string, device: string) => Promise<string>, log: (line: string) => void}} options
 */
export async function playScenario({ seed, seconds, devices, signal, order, log }) {
  const startedAtMs = performance.now()
  const speed = speedFor(seconds)
  for (const { atSeconds, command, device } of scenario(seed, devices)) {
    const isEnd = command === 'restore' || command === 'reset'
    if (!isEnd && atSeconds / speed > seconds) return
    const dueMs = startedAtMs + Math.min(atSeconds / speed, seconds) * 1000
    await pause(dueMs - performance.now(), signal)
    if (signal.aborted) return
    log(`school: ${command} ${device}: ${await order(command, device)}`)
  }
}
