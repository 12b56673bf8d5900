import type { SignalKind } from '../../../shared/domain/intrusion.ts'
import type { Db } from '../../platform/database.ts'

export interface LearningRow {
  readonly panelId: string
  readonly byName: string
  readonly startedAtMs: number
  readonly endsAtMs: number
}

export interface LearnedRow {
  readonly panelId: string
  readonly number: number
  readonly partitionNumber: number | null
  readonly code: string
  readonly kind: SignalKind
  readonly firstAtMs: number
  readonly lastAtMs: number
  readonly count: number
}

/** More numbers than a panel has zones; what a gone mad device reports beyond it is in the journal only. */
const learnedMost = 512

/** All SQL of panels that are learned from. */
export function learningTable(db: Db) {
  const put = db.prepare<[LearningRow]>(
    `INSERT INTO panel_learning (panel_id, by_name, started_at_ms, ends_at_ms)
     VALUES (:panelId, :byName, :startedAtMs, :endsAtMs)
     ON CONFLICT DO UPDATE SET by_name = excluded.by_name, ends_at_ms = excluded.ends_at_ms`,
  )
  const remove = db.prepare<[string]>('DELETE FROM panel_learning WHERE panel_id = ?')
  const clear = db.prepare<[string]>('DELETE FROM panel_learned WHERE panel_id = ?')
  const all = db.prepare<[], LearningRow>(
    `SELECT panel_id AS panelId, by_name AS byName, started_at_ms AS startedAtMs, ends_at_ms AS endsAtMs
     FROM panel_learning ORDER BY started_at_ms`,
  )
  const note = db.prepare<[Omit<LearnedRow, 'firstAtMs' | 'count' | 'lastAtMs'> & { atMs: number }]>(
    `INSERT INTO panel_learned (panel_id, number, partition_number, code, kind, first_at_ms, last_at_ms, count)
     SELECT :panelId, :number, :partitionNumber, :code, :kind, :atMs, :atMs, 1
     WHERE (SELECT count(*) FROM panel_learned WHERE panel_id = :panelId) < ${String(learnedMost)}
     ON CONFLICT DO UPDATE SET partition_number = excluded.partition_number, code = excluded.code,
       kind = excluded.kind, last_at_ms = excluded.last_at_ms, count = count + 1`,
  )
  const learned = db.prepare<[string], LearnedRow>(
    `SELECT panel_id AS panelId, number, partition_number AS partitionNumber, code, kind, first_at_ms AS firstAtMs,
       last_at_ms AS lastAtMs, count FROM panel_learned WHERE panel_id = ? ORDER BY last_at_ms DESC, number`,
  )
  return {
    put: (row: LearningRow): void => void put.run(row),
    /** Ends the learning and forgets what was learned: what became no zone is in the journal. */
    remove(panelId: string): void {
      remove.run(panelId)
      clear.run(panelId)
    },
    all: (): LearningRow[] => all.all(),
    note: (row: Omit<LearnedRow, 'firstAtMs' | 'count' | 'lastAtMs'>, nowMs: number): void =>
      void note.run({ ...row, atMs: Math.round(nowMs) }),
    learned: (panelId: string): LearnedRow[] => learned.all(panelId),
  }
}

export interface WalkTestRow {
  readonly id: number
  readonly panelId: string
  readonly partitionId: string | null
  readonly reason: string
  readonly byName: string
  readonly startedAtMs: number
  readonly endsAtMs: number
}

export interface WalkTestHit {
  readonly zoneId: string
  readonly firstAtMs: number
  readonly count: number
  readonly code: string
}

/** All SQL of walk tests. */
export function walkTestTable(db: Db) {
  const add = db.prepare<[Omit<WalkTestRow, 'id'>]>(
    `INSERT INTO walk_test (panel_id, partition_id, reason, by_name, started_at_ms, ends_at_ms)
     VALUES (:panelId, :partitionId, :reason, :byName, :startedAtMs, :endsAtMs)`,
  )
  const end = db.prepare<[number, number]>('UPDATE walk_test SET ended_at_ms = ? WHERE id = ?')
  const open = db.prepare<[], WalkTestRow>(
    `SELECT id, panel_id AS panelId, partition_id AS partitionId, reason, by_name AS byName,
       started_at_ms AS startedAtMs, ends_at_ms AS endsAtMs FROM walk_test WHERE ended_at_ms IS NULL ORDER BY id`,
  )
  const hit = db.prepare<[{ testId: number; zoneId: string; code: string; atMs: number }]>(
    `INSERT INTO walk_test_zone (test_id, zone_id, first_at_ms, count, code)
     VALUES (:testId, :zoneId, :atMs, 1, :code)
     ON CONFLICT DO UPDATE SET count = count + 1, code = excluded.code`,
  )
  const hits = db.prepare<[number], WalkTestHit>(
    `SELECT zone_id AS zoneId, first_at_ms AS firstAtMs, count, code FROM walk_test_zone WHERE test_id = ?`,
  )
  return {
    add: (row: Omit<WalkTestRow, 'id'>): number => Number(add.run(row).lastInsertRowid),
    end: (id: number, nowMs: number): void => void end.run(Math.round(nowMs), id),
    open: (): WalkTestRow[] => open.all(),
    hit: (testId: number, zoneId: string, code: string, nowMs: number): void =>
      void hit.run({ testId, zoneId, code, atMs: Math.round(nowMs) }),
    hits: (id: number): WalkTestHit[] => hits.all(id),
  }
}
