import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { makeFragmentedMp4 } from '../../../../tests/helpers/fragmented-mp4.ts'
import { findCjkFont } from '../../platform/cjk-font.ts'
import { writeArguments } from './variant.ts'

test('original pictures are copied, H.265 under the name that every player knows', () => {
  const line = (isHevc: boolean) =>
    writeArguments({ variant: 'original', isHevc, target: 'out.mp4', marking: null }).join(' ')
  expect(line(false)).toBe(
    '-hide_banner -nostats -y -v error -progress pipe:1 -f mp4 -i pipe:0 -map 0:v:0 -c copy ' +
      '-map_metadata -1 -movflags +faststart -f mp4 out.mp4',
  )
  expect(line(true)).toContain('-c copy -tag:v hvc1')
})

test('a camera may be called what it likes: no name breaks out of the filter', () => {
  const fontFile = findCjkFont()
  if (fontFile === null) throw new Error('this test needs a Chinese font')
  const label = "正门 [A:1], 'x' 100% %{pts} \\; · 申请12 第1份"
  const marking = { fontFile, label, firstFrameMs: Date.UTC(2026, 10, 22, 6, 59, 58, 500) }
  const args = writeArguments({ variant: 'marked', isHevc: false, target: 'pipe:1', marking })
  // Fragmented, for a pipe cannot be gone back in; and no progress among the pictures.
  const piped = args.map(word => (word === '+faststart' ? 'frag_keyframe+empty_moov' : word))
  const quiet = piped.filter((word, index) => word !== '-progress' && piped[index - 1] !== '-progress')
  const input = makeFragmentedMp4({ seconds: 1 })
  const written = execFileSync('ffmpeg', quiet, { input, stdio: ['pipe', 'pipe', 'pipe'] })
  expect(written.length).toBeGreaterThan(1_000)
})
