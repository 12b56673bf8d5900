import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { segmentTable } from '../../src/core/recordings/table.ts'
import { siteCamera, startCameraRoom } from './camera-room.ts'
import { recordIn } from './recording-room.ts'
import { until } from './until.ts'

// Records until it is killed: `counted-recording-process.ts DATA_DIR RTSP_URL BORDERS`. Files end at the first key frame
// after a second. Prints a line when it has written over so many borders; whoever started it then kills it.
const [dataDir = '', url = '', borders = ''] = process.argv.slice(2)
const cameras = [siteCamera('cam-1', url)]
await openChildRegistry(dataDir).endOrphans()
const room = startCameraRoom(cameras, dataDir)
await recordIn(room, cameras, { segmentLengthMs: 900 })
const startedAtMs = Date.now()
const table = segmentTable(room.db)
await until(room.cameras.changed, () => {
  const rows = table.reaching('cam-1', { fromMs: startedAtMs, toMs: Number.MAX_SAFE_INTEGER })
  return rows.filter(({ endCause }) => endCause === 'border').length >= Number(borders)
})
console.log('enough')
