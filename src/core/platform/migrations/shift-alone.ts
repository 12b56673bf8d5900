import type Database from 'better-sqlite3'

/** Shifts that began where nobody handed over, and when their guard had looked everything over and counted alone. */
export function shiftAlone(db: Database.Database): void {
  db.exec(`
    CREATE TABLE shift_alone (
      shift_id    INTEGER PRIMARY KEY,
      taken_at_ms INTEGER
    ) STRICT;
  `)
}
