import { z } from 'zod'
import type { Db } from '../platform/database.ts'

export interface ShiftRow {
  readonly id: number
  readonly userId: string
  readonly userName: string
  readonly kind: 'day' | 'night'
  readonly startedAtMs: number
  readonly endedAtMs: number | null
}

const ShiftRowSchema = z.object({
  id: z.number(),
  userId: z.string(),
  userName: z.string(),
  kind: z.enum(['day', 'night']),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
})

export interface DeskRow {
  /** 0: the guard on watch; 1: somebody who reads while the watch goes on. */
  readonly layer: 0 | 1
  readonly seatHash: Buffer
  readonly userId: string
  readonly signedOnAtMs: number
}

const parse = (row: unknown): ShiftRow | null => (row === undefined ? null : ShiftRowSchema.parse(row))

/** All SQL of shifts and desk sessions. */
export function dutyTable(db: Db) {
  const shiftColumns =
    'id, user_id AS userId, user_name AS userName, kind, started_at_ms AS startedAtMs, ended_at_ms AS endedAtMs'
  const insertShift = db.prepare<[string, string, string, number]>(
    'INSERT INTO shift (user_id, user_name, kind, started_at_ms) VALUES (?, ?, ?, ?)',
  )
  const endShift = db.prepare<[number, number]>('UPDATE shift SET ended_at_ms = ? WHERE id = ?')
  const active = db.prepare(`SELECT ${shiftColumns} FROM shift WHERE ended_at_ms IS NULL`)
  const last = db.prepare(`SELECT ${shiftColumns} FROM shift ORDER BY id DESC LIMIT 1`)
  const byId = db.prepare<[number]>(`SELECT ${shiftColumns} FROM shift WHERE id = ?`)
  const between = db.prepare<[number, number]>(
    `SELECT ${shiftColumns} FROM shift
     WHERE started_at_ms < ? AND (ended_at_ms IS NULL OR ended_at_ms > ?) ORDER BY id DESC LIMIT 400`,
  )
  const putDesk = db.prepare<[DeskRow]>(
    `INSERT INTO desk_session (layer, seat_hash, user_id, signed_on_at_ms)
     VALUES (:layer, :seatHash, :userId, :signedOnAtMs)
     ON CONFLICT (layer) DO UPDATE SET seat_hash = excluded.seat_hash, user_id = excluded.user_id,
       signed_on_at_ms = excluded.signed_on_at_ms`,
  )
  const removeDesk = db.prepare<[number]>('DELETE FROM desk_session WHERE layer = ?')
  const desk = db.prepare<[], DeskRow>(
    'SELECT layer, seat_hash AS seatHash, user_id AS userId, signed_on_at_ms AS signedOnAtMs FROM desk_session',
  )
  const beginAlone = db.prepare<[number]>('INSERT INTO shift_alone (shift_id, taken_at_ms) VALUES (?, NULL)')
  const takeAlone = db.prepare<[number, number]>('UPDATE shift_alone SET taken_at_ms = ? WHERE shift_id = ?')
  const owed = db.prepare<[number]>('SELECT 1 FROM shift_alone WHERE shift_id = ? AND taken_at_ms IS NULL')
  return {
    beginAlone: (shiftId: number): void => void beginAlone.run(shiftId),
    takeAlone: (shiftId: number, atMs: number): void => void takeAlone.run(Math.round(atMs), shiftId),
    isTakeOverOwed: (shiftId: number): boolean => owed.get(shiftId) !== undefined,
    startShift: (userId: string, userName: string, kind: 'day' | 'night', atMs: number): number =>
      Number(insertShift.run(userId, userName, kind, atMs).lastInsertRowid),
    endShift: (id: number, atMs: number): void => void endShift.run(atMs, id),
    activeShift: (): ShiftRow | null => parse(active.get()),
    lastShift: (): ShiftRow | null => parse(last.get()),
    shift: (id: number): ShiftRow | null => parse(byId.get(id)),
    /** The newest 400 of which a part lies in the period, oldest first. */
    shiftsBetween: (fromMs: number, toMs: number): ShiftRow[] =>
      between
        .all(toMs, fromMs)
        .map(row => ShiftRowSchema.parse(row))
        .toReversed(),
    putDesk: (row: DeskRow): void => void putDesk.run(row),
    removeDesk: (layer: 0 | 1): void => void removeDesk.run(layer),
    desk: (): DeskRow[] => desk.all(),
  }
}
