import { siteCamera, startCameraRoom } from './camera-room.ts'
import { recordIn } from './recording-room.ts'
import { until } from './until.ts'

// A process of its own that records until it is killed: `recording-process.ts DATA_DIR RTSP_URL`. Prints one line when
// it has recorded over a border and some way into the next segment.
const [dataDir = '', url = ''] = process.argv.slice(2)
const cameras = [siteCamera('cam-1', url)]
const room = startCameraRoom(cameras, dataDir)
const recordings = await recordIn(room, cameras, { segmentLengthMs: 2_000 })
const span = () => ({ fromMs: Date.now() - 60_000, toMs: Date.now() + 1 })
await until(room.cameras.changed, () => {
  const [coverage] = recordings.coverage(['cam-1'], span())
  return (coverage?.recorded ?? []).some(({ fromMs, toMs }) => toMs - fromMs > 3_500)
})
console.log('recording')
