import type { Db } from '../../platform/database.ts'
import { PtzLock } from './lock.ts'

/** All SQL of PTZ: who holds which camera and when it goes back, so that a restart forgets neither. */
export function ptzTable(db: Db) {
  const keep = db.prepare<[string, string]>(
    `INSERT INTO ptz_lock (camera_id, state) VALUES (?, ?)
     ON CONFLICT (camera_id) DO UPDATE SET state = excluded.state`,
  )
  const all = db.prepare<[], { camera_id: string; state: string }>('SELECT camera_id, state FROM ptz_lock')
  return {
    keep: (cameraId: string, lock: PtzLock) => void keep.run(cameraId, JSON.stringify(lock)),
    all: (): Map<string, PtzLock> =>
      new Map(all.all().map(row => [row.camera_id, PtzLock.parse(JSON.parse(row.state))])),
  }
}
