import type Database from 'better-sqlite3'

/** Panels that are learned from, what they reported, and walk tests: their ends outlive a restart. */
export function panelWork(db: Database.Database): void {
  db.exec(`
    CREATE TABLE panel_learning (
      panel_id TEXT PRIMARY KEY,
      by_name TEXT NOT NULL,
      started_at_ms INTEGER NOT NULL,
      ends_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE panel_learned (
      panel_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      partition_number INTEGER,
      code TEXT NOT NULL,
      kind TEXT NOT NULL,
      first_at_ms INTEGER NOT NULL,
      last_at_ms INTEGER NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (panel_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE walk_test (
      id INTEGER PRIMARY KEY,
      panel_id TEXT NOT NULL,
      partition_id TEXT,
      reason TEXT NOT NULL,
      by_name TEXT NOT NULL,
      started_at_ms INTEGER NOT NULL,
      ends_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER
    ) STRICT;
    CREATE INDEX walk_test_open ON walk_test (id) WHERE ended_at_ms IS NULL;
    CREATE TABLE walk_test_zone (
      test_id INTEGER NOT NULL REFERENCES walk_test (id),
      zone_id TEXT NOT NULL,
      first_at_ms INTEGER NOT NULL,
      count INTEGER NOT NULL,
      code TEXT NOT NULL,
      PRIMARY KEY (test_id, zone_id)
    ) STRICT, WITHOUT ROWID;
  `)
}
