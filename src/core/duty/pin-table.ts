import type { Db } from '../platform/database.ts'

export interface PinRow {
  readonly userId: string
  readonly pinHash: string
  /** What the site file said when this was set. */
  readonly replaces: string
  /** It was given by an administrator: it opens nothing but its own change. */
  readonly mustChange: boolean
  readonly setAtMs: number
}

/** All SQL of PINs and of wrong tries. */
export function pinTable(db: Db) {
  const failures = db.prepare<[string], { failures: number; lockedUntilMs: number }>(
    'SELECT failures, locked_until_ms AS lockedUntilMs FROM pin_failure WHERE user_id = ?',
  )
  const setFailures = db.prepare<[string, number, number]>(
    `INSERT INTO pin_failure (user_id, failures, locked_until_ms) VALUES (?, ?, ?)
     ON CONFLICT (user_id) DO UPDATE SET failures = excluded.failures, locked_until_ms = excluded.locked_until_ms`,
  )
  const clearFailures = db.prepare<[string]>('DELETE FROM pin_failure WHERE user_id = ?')
  const find = db.prepare<[string], { pinHash: string; replaces: string; mustChange: number }>(
    'SELECT pin_hash AS pinHash, replaces, must_change AS mustChange FROM person_pin WHERE user_id = ?',
  )
  const put = db.prepare<[Omit<PinRow, 'mustChange'> & { mustChange: number }]>(
    `INSERT INTO person_pin (user_id, pin_hash, replaces, must_change, set_at_ms)
     VALUES (:userId, :pinHash, :replaces, :mustChange, :setAtMs)
     ON CONFLICT (user_id) DO UPDATE SET pin_hash = excluded.pin_hash, replaces = excluded.replaces,
       must_change = excluded.must_change, set_at_ms = excluded.set_at_ms`,
  )
  return {
    failures: (userId: string) => failures.get(userId) ?? { failures: 0, lockedUntilMs: 0 },
    setFailures: (userId: string, count: number, lockedUntilMs: number): void =>
      void setFailures.run(userId, count, lockedUntilMs),
    clearFailures: (userId: string): void => void clearFailures.run(userId),
    find: (userId: string): Pick<PinRow, 'pinHash' | 'replaces' | 'mustChange'> | null => {
      const row = find.get(userId)
      return row === undefined ? null : { ...row, mustChange: row.mustChange === 1 }
    },
    put: (row: PinRow): void => void put.run({ ...row, mustChange: row.mustChange ? 1 : 0 }),
  }
}
