import type Database from 'better-sqlite3'

/**
 * Tension of the wires of fences: lowest, mean and highest of each minute in tenths of a newton, and every reading
 * around an alarm.
 */
export function tension(db: Database.Database): void {
  db.exec(`
    CREATE TABLE tension_minute (
      panel_id TEXT NOT NULL,
      segment INTEGER NOT NULL,
      minute INTEGER NOT NULL,
      low INTEGER NOT NULL,
      mean INTEGER NOT NULL,
      high INTEGER NOT NULL,
      PRIMARY KEY (panel_id, segment, minute)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tension_minute_age ON tension_minute (minute);
    CREATE TABLE tension_alarm (
      id INTEGER PRIMARY KEY,
      panel_id TEXT NOT NULL,
      segment INTEGER NOT NULL,
      at_ms INTEGER NOT NULL,
      readings TEXT NOT NULL
    ) STRICT;
    CREATE INDEX tension_alarm_place ON tension_alarm (panel_id, segment, at_ms);
    CREATE INDEX tension_alarm_age ON tension_alarm (at_ms);
  `)
}
