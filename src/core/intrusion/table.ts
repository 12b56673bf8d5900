import type { Db } from '../platform/database.ts'

export interface DisarmedPerimeter {
  readonly partitionId: string
  readonly reason: string
  readonly byName: string
  readonly rearmAtMs: number
  readonly overdueTold: number
}

/** All SQL of perimeters that are out of their norm. */
export function perimeterTable(db: Db) {
  const put = db.prepare<[Omit<DisarmedPerimeter, 'overdueTold'>]>(
    `INSERT INTO perimeter_disarmed (partition_id, reason, by_name, rearm_at_ms)
     VALUES (:partitionId, :reason, :byName, :rearmAtMs)
     ON CONFLICT (partition_id) DO UPDATE SET reason = excluded.reason, by_name = excluded.by_name,
       rearm_at_ms = excluded.rearm_at_ms, overdue_told = 0`,
  )
  const remove = db.prepare<[string]>('DELETE FROM perimeter_disarmed WHERE partition_id = ?')
  const told = db.prepare<[string]>('UPDATE perimeter_disarmed SET overdue_told = 1 WHERE partition_id = ?')
  const all = db.prepare<[], DisarmedPerimeter>(
    `SELECT partition_id AS partitionId, reason, by_name AS byName, rearm_at_ms AS rearmAtMs,
       overdue_told AS overdueTold FROM perimeter_disarmed`,
  )
  return {
    put: (row: Omit<DisarmedPerimeter, 'overdueTold'>): void => void put.run(row),
    remove: (partitionId: string): void => void remove.run(partitionId),
    overdueTold: (partitionId: string): void => void told.run(partitionId),
    all: (): DisarmedPerimeter[] => all.all(),
  }
}
