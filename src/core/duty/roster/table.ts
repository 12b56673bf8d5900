import { Absence, PlannedDuty, ShiftPlan } from '../../../shared/domain/roster.ts'
import type { Db } from '../../platform/database.ts'

const columns = `post, post_name AS postName, day, shift, shift_name AS shiftName, person_id AS personId,
  person_name AS personName, from_ms AS fromMs, to_ms AS toMs`

/** All SQL of the roster, of absences, of what was planned for a shift, and of what its watch has told. */
export function rosterTable(db: Db) {
  const put = db.prepare<[PlannedDuty]>(
    `INSERT INTO roster_duty (post, post_name, day, shift, shift_name, person_id, person_name, from_ms, to_ms)
     VALUES (:post, :postName, :day, :shift, :shiftName, :personId, :personName, :fromMs, :toMs)
     ON CONFLICT (post, day, shift) DO UPDATE SET post_name = excluded.post_name, shift_name = excluded.shift_name,
       person_id = excluded.person_id, person_name = excluded.person_name, from_ms = excluded.from_ms,
       to_ms = excluded.to_ms`,
  )
  const remove = db.prepare<[string, string, string]>(
    'DELETE FROM roster_duty WHERE post = ? AND day = ? AND shift = ?',
  )
  const at = db.prepare<[string, string, string]>(
    `SELECT ${columns} FROM roster_duty WHERE post = ? AND day = ? AND shift = ?`,
  )
  const between = db.prepare<[number, number]>(
    `SELECT ${columns} FROM roster_duty WHERE to_ms > ? AND from_ms < ? ORDER BY from_ms, post, shift`,
  )
  const absences = db.prepare<[string, string]>(
    `SELECT id, person_id AS personId, person_name AS personName, from_day AS fromDay, to_day AS toDay, reason
     FROM roster_absence WHERE to_day >= ? AND from_day <= ? ORDER BY from_day, id`,
  )
  const addAbsence = db.prepare<[Omit<Absence, 'id'>]>(
    `INSERT INTO roster_absence (person_id, person_name, from_day, to_day, reason)
     VALUES (:personId, :personName, :fromDay, :toDay, :reason)`,
  )
  const removeAbsence = db.prepare<[number]>('DELETE FROM roster_absence WHERE id = ?')
  const putPlan = db.prepare<[number, string, number | null, string]>(
    'INSERT INTO shift_plan (shift_id, user_id, from_ms, plan) VALUES (?, ?, ?, ?)',
  )
  const plan = db.prepare<[number], { plan: string }>('SELECT plan FROM shift_plan WHERE shift_id = ?')
  const served = db.prepare<[string, number]>('SELECT 1 FROM shift_plan WHERE user_id = ? AND from_ms = ?')
  const told = db.prepare<[string]>('SELECT 1 FROM roster_told WHERE what = ?')
  const tell = db.prepare<[string, number]>('INSERT OR IGNORE INTO roster_told (what, at_ms) VALUES (?, ?)')
  return {
    put: (duty: PlannedDuty): void => void put.run(duty),
    remove: (post: string, day: string, shift: string): void => void remove.run(post, day, shift),
    at: (post: string, day: string, shift: string): PlannedDuty | null => {
      const row = at.get(post, day, shift)
      return row === undefined ? null : PlannedDuty.parse(row)
    },
    /** Shifts of which a part lies in `[fromMs, toMs)`. */
    between: (fromMs: number, toMs: number): PlannedDuty[] =>
      between.all(fromMs, toMs).map(row => PlannedDuty.parse(row)),
    absences: (fromDay: string, toDay: string): Absence[] =>
      absences.all(fromDay, toDay).map(row => Absence.parse(row)),
    addAbsence: (absence: Omit<Absence, 'id'>): number => Number(addAbsence.run(absence).lastInsertRowid),
    removeAbsence: (id: number): void => void removeAbsence.run(id),
    putPlan: (shiftId: number, userId: string, shiftPlan: ShiftPlan): void =>
      void putPlan.run(
        shiftId,
        userId,
        shiftPlan.kind === 'planned' ? shiftPlan.fromMs : null,
        JSON.stringify(shiftPlan),
      ),
    plan: (shiftId: number): ShiftPlan | null => {
      const row = plan.get(shiftId)
      return row === undefined ? null : ShiftPlan.parse(JSON.parse(row.plan))
    },
    hasServed: (userId: string, fromMs: number): boolean => served.get(userId, fromMs) !== undefined,
    isTold: (what: string): boolean => told.get(what) !== undefined,
    tell: (what: string, atMs: number): void => void tell.run(what, Math.round(atMs)),
  }
}
