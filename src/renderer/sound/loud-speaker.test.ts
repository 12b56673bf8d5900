import { afterEach, expect, test, vi } from 'vitest'
import type { SoundReport } from '../../shared/domain/sound.ts'
import { LoudSpeaker } from './loud-speaker.ts'

afterEach(() => void vi.unstubAllGlobals())

/** An output of the browser: it plays what it is given until the test ends it. */
class Output extends EventTarget {
  static readonly played: string[] = []
  src = ''
  loop = false
  volume = 0
  paused = true
  play(): Promise<void> {
    Output.played.push(/(\w+)[^/]*\.wav/.exec(this.src)?.[1] ?? this.src)
    queueMicrotask(() => this.dispatchEvent(new Event('ended')))
    return Promise.resolve()
  }
}

test('the test of a shift plays the sound of every priority, the most urgent first', async () => {
  vi.stubGlobal('Audio', Output)
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
  const speaker = new LoudSpeaker({ isChecked: false, tell: () => {} })
  const report: SoundReport = { ring: null, mute: null, audio: 'ok', testNumber: 0, testDue: true }
  speaker.follow(report, { isFirst: true })
  speaker.follow({ ...report, testNumber: 1 }, { isFirst: false })
  await expect.poll(() => Output.played).toEqual(['emergency', 'intrusion', 'warning', 'notice'])
})
