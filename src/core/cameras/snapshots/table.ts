import { Snapshot } from '../../../shared/domain/snapshot.ts'
import type { Db } from '../../platform/database.ts'

/** All SQL of snapshots: their numbers and facts; the pictures are files. */
export function snapshotTable(db: Db) {
  const insert = db.prepare<
    [{ number: number; sha256: string; camera: string; atMs: number; facts: string }]
  >(
    `INSERT INTO snapshot (number, sha256, camera_id, taken_at_ms, facts)
     VALUES (:number, :sha256, :camera, :atMs, :facts)`,
  )
  const next = db.prepare<[], { number: number }>(
    'SELECT coalesce(max(number), 0) + 1 AS number FROM snapshot',
  )
  const bySha256 = db.prepare<[string], { facts: string }>(
    'SELECT facts FROM snapshot WHERE sha256 = ? ORDER BY number LIMIT 1',
  )
  return {
    nextNumber: (): number => next.get()?.number ?? 1,
    insert: (snapshot: Snapshot): void =>
      void insert.run({
        number: snapshot.number,
        sha256: snapshot.sha256,
        camera: snapshot.cameraId,
        atMs: Math.round(snapshot.takenAtMs),
        facts: JSON.stringify(snapshot),
      }),
    bySha256: (sha256: string): Snapshot | null => {
      const row = bySha256.get(sha256)
      return row === undefined ? null : Snapshot.parse(JSON.parse(row.facts))
    },
  }
}
