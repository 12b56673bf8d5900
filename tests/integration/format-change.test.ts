import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { segmentTable } from '../../src/core/recordings/table.ts'
import { siteCamera, startCameraRoom } from '../helpers/camera-room.ts'
import { recordIn } from '../helpers/recording-room.ts'
import { startRtspPeer } from '../helpers/rtsp-peer.ts'
import { until } from '../helpers/until.ts'

test('a picture that changes its size is recorded on in a new file, which plays, without a gap', async () => {
  await using peer = await startRtspPeer()
  const cameras = [siteCamera('cam-2', `${peer.url}/cam2`)]
  await using room = startCameraRoom(cameras)
  const table = segmentTable(room.db)
  const files = () => table.reaching('cam-2', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
  {
    await using _recordings = await recordIn(room, cameras)
    const fps = () => room.cameras.reports()[0]?.main.fps ?? 0
    await until(room.cameras.changed, () => fps() > 10)
    await peer.command('resize cam2 640 360')
    await until(room.cameras.changed, () => room.cameras.reports()[0]?.main.width === 640 && fps() > 10)
  }
  const [first, second, ...more] = files()
  if (first === undefined || second === undefined) throw new Error('not two files')
  expect(more).toEqual([])
  const words = '-v error -count_frames -show_entries stream=width,height,nb_read_frames -of csv=p=0'
  const probed = [first, second].map(({ path }) => {
    const file = join(room.dataDir, 'recordings', path)
    return execFileSync('ffprobe', [...words.split(' '), file], { encoding: 'utf8' })
      .trim()
      .split(',')
      .map(Number)
  })
  expect(probed.map(([width, height]) => [width, height])).toEqual([
    [320, 180],
    [640, 360],
  ])
  expect(probed.every(([, , frames]) => Number(frames) > 1)).toBe(true)
  // Less than two frames at fifteen a second: times of arrival, not of media.
  expect(Math.abs(second.firstFrameMs - first.lastFrameMs)).toBeLessThan(134)
})
