import { z } from 'zod'
import { ArmingWatch } from '../../../shared/contract/arming.ts'
import type { Db } from '../../platform/database.ts'

/** A zone that the station took out of service. */
export const BypassOrder = z.object({
  zoneId: z.string(),
  partitionId: z.string(),
  reason: z.string(),
  byName: z.string(),
  sinceMs: z.number(),
  endsAtMs: z.number(),
  /** Its partition was armed since: the next disarming ends it. */
  seenArmed: z.boolean(),
  /** Set once it was told that the device did not confirm the end. */
  overdueTold: z.boolean(),
})
export type BypassOrder = z.infer<typeof BypassOrder>

/** All SQL of the watch over schedules and of bypasses; the state is one JSON value of its type. */
export function armingTables(db: Db) {
  return {
    watches: stateTable(db, 'arming_watch', ArmingWatch),
    bypasses: stateTable(db, 'arming_bypass', BypassOrder),
  }
}

function stateTable<T>(db: Db, table: 'arming_watch' | 'arming_bypass', type: z.ZodType<T>) {
  const put = db.prepare<[string, string]>(
    `INSERT INTO ${table} (id, state) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state`,
  )
  const remove = db.prepare<[string]>(`DELETE FROM ${table} WHERE id = ?`)
  const all = db.prepare<[], { id: string; state: string }>(`SELECT id, state FROM ${table} ORDER BY id`)
  return {
    put: (id: string, state: T): void => void put.run(id, JSON.stringify(state)),
    remove: (id: string): void => void remove.run(id),
    all: (): Map<string, T> => new Map(all.all().map(row => [row.id, type.parse(JSON.parse(row.state))])),
  }
}
