import { Actor } from '../../../shared/domain/person.ts'
import type { Db } from '../../platform/database.ts'

/** An output that was switched on from here. */
export interface SwitchedOn {
  readonly cameraId: string
  readonly token: string
  readonly sinceMs: number
  readonly endsAtMs: number
  readonly actor: Actor
}

/** All SQL of outputs that are on: a restart must not forget to switch one off. */
export function relayTable(db: Db) {
  const put = db.prepare<[Omit<SwitchedOn, 'actor'> & { actor: string }]>(
    `INSERT INTO relay_on (camera_id, token, since_ms, ends_at_ms, actor)
     VALUES (:cameraId, :token, :sinceMs, :endsAtMs, :actor)
     ON CONFLICT (camera_id, token) DO UPDATE SET since_ms = excluded.since_ms,
       ends_at_ms = excluded.ends_at_ms, actor = excluded.actor`,
  )
  const remove = db.prepare<[string, string]>('DELETE FROM relay_on WHERE camera_id = ? AND token = ?')
  const all = db.prepare<[], Omit<SwitchedOn, 'actor'> & { actor: string }>(
    `SELECT camera_id AS cameraId, token, since_ms AS sinceMs, ends_at_ms AS endsAtMs, actor FROM relay_on`,
  )
  return {
    put: (row: SwitchedOn): void =>
      void put.run({
        ...row,
        sinceMs: Math.round(row.sinceMs),
        endsAtMs: Math.round(row.endsAtMs),
        actor: JSON.stringify(row.actor),
      }),
    remove: (cameraId: string, token: string): boolean => remove.run(cameraId, token).changes > 0,
    all: (): SwitchedOn[] =>
      all.all().map(row => ({ ...row, actor: Actor.parse(JSON.parse(row.actor) as unknown) })),
  }
}
