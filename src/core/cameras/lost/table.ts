import type { Db } from '../../platform/database.ts'

/** A camera that stands on the desk as lost. */
export interface ToldLoss {
  readonly cameraId: string
  readonly placeKey: string
  readonly sinceMs: number
  /** The line of the book of faults. */
  readonly line: string
}

/** All SQL of lost cameras. */
export function lossTable(db: Db) {
  const put = db.prepare<[ToldLoss]>(
    `INSERT OR REPLACE INTO camera_loss (camera_id, place_key, since_ms, line)
     VALUES (:cameraId, :placeKey, :sinceMs, :line)`,
  )
  const remove = db.prepare<[string]>('DELETE FROM camera_loss WHERE camera_id = ?')
  const all = db.prepare<[], ToldLoss>(
    'SELECT camera_id AS cameraId, place_key AS placeKey, since_ms AS sinceMs, line FROM camera_loss',
  )
  return {
    put: (loss: ToldLoss): void => void put.run({ ...loss, sinceMs: Math.round(loss.sinceMs) }),
    remove: (cameraId: string): void => void remove.run(cameraId),
    all: (): ToldLoss[] => all.all(),
  }
}
