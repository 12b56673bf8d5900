import { expect, test } from 'vitest'
import { DeviceRegistry } from './registry.ts'
import { playScenario, scenario, type ScenarioStep } from './scenario.ts'

const school = {
  'cam-2': ['drop', 'freeze', 'restore'],
  'cam-5': ['drop', 'freeze', 'restore'],
  panel: ['mute', 'restore', 'keypad-arm'],
  'pir-archive': ['trip', 'restore'],
  'panic-gate': ['press', 'reset'],
  'fence-3': ['cut', 'restore'],
}

function first(count: number, seed: number, devices: Record<string, string[]> = school): ScenarioStep[] {
  const steps: ScenarioStep[] = []
  for (const step of scenario(seed, devices)) if (steps.push(step) === count) break
  return steps
}

test('is the same for the same seed and another for another', () => {
  expect(first(40, 7)).toEqual(first(40, 7))
  expect(first(40, 7)).not.toEqual(first(40, 8))
})

test('arms first, then something begins every minute or so, ends, and all six kinds come before any comes again', () => {
  const [arming, ...steps] = first(25, 7)
  expect(arming).toEqual({ atSeconds: 0, command: 'keypad-arm', device: 'panel' })
  const starts = steps.filter((_, index) => index % 2 === 0)
  const ends = steps.filter((_, index) => index % 2 === 1)
  const pairs = starts.map((start, index) => ({
    start,
    end: ends[index] as ScenarioStep,
    next: starts[index + 1],
  }))
  for (const { start, end, next } of pairs) {
    expect(end.device).toBe(start.device)
    expect(end.atSeconds).toBeGreaterThan(start.atSeconds)
    const nextAtSeconds = next?.atSeconds ?? start.atSeconds + 60
    expect(nextAtSeconds - start.atSeconds).toBeGreaterThanOrEqual(50)
    expect(nextAtSeconds - start.atSeconds).toBeLessThanOrEqual(70)
    expect(nextAtSeconds).toBeGreaterThan(end.atSeconds)
  }
  const kinds = ['cut', 'drop', 'freeze', 'mute', 'press', 'trip']
  expect(
    starts
      .slice(0, 6)
      .map(step => step.command)
      .toSorted(),
  ).toEqual(kinds)
  expect(
    starts
      .slice(6, 12)
      .map(step => step.command)
      .toSorted(),
  ).toEqual(kinds)
})

test('leaves out what the school does not have, and refuses to play nothing', () => {
  const steps = first(6, 7, { 'fence-3': ['cut', 'restore'], 'cam-2': ['drop'] })
  expect(new Set(steps.map(step => step.device))).toEqual(new Set(['fence-3']))
  expect(() => scenario(7, { door: ['open'] }).next()).toThrow('needs devices')
})

test('plays at the given speed, reports a failure and goes on until it is stopped', async () => {
  const stop = new AbortController()
  let nowMs = 0
  const clock = {
    now: () => nowMs,
    monotonic: () => nowMs,
    sleep: async (ms: number) => void (nowMs += ms),
  }
  const registry = new DeviceRegistry()
  const played: number[] = []
  const lines: string[] = []
  registry.registerDevice('fence-3', {
    cut: async () => {
      played.push(nowMs)
      return 'wire cut'
    },
    restore: async () => {
      throw new Error('no ladder')
    },
  })
  const report = (line: string): void => {
    lines.push(line)
    if (lines.length === 4) stop.abort()
  }
  await playScenario(registry, { seed: 7, clock, speed: 10, report, signal: stop.signal })
  expect(lines).toEqual([
    'cut fence-3: wire cut',
    'restore fence-3 failed: no ladder',
    'cut fence-3: wire cut',
    'restore fence-3 failed: no ladder',
  ])
  const starts = first(3, 7, registry.list()).filter(step => step.command === 'cut')
  expect(played).toEqual(starts.map(step => step.atSeconds * 100))
})
