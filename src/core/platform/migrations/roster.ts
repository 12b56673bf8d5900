import type Database from 'better-sqlite3'

/**
 * The planned roster, absences, what was planned when a shift began, what the watch over it has told, and the last
 * count of keys and things.
 */
export function roster(db: Database.Database): void {
  db.exec(`
    CREATE TABLE roster_duty (
      post        TEXT NOT NULL,
      post_name   TEXT NOT NULL,
      day         TEXT NOT NULL,
      shift       TEXT NOT NULL,
      shift_name  TEXT NOT NULL,
      person_id   TEXT NOT NULL,
      person_name TEXT NOT NULL,
      from_ms     INTEGER NOT NULL,
      to_ms       INTEGER NOT NULL,
      PRIMARY KEY (post, day, shift)
    ) STRICT;
    CREATE INDEX roster_duty_to ON roster_duty (to_ms);
    CREATE TABLE roster_absence (
      id          INTEGER PRIMARY KEY,
      person_id   TEXT NOT NULL,
      person_name TEXT NOT NULL,
      from_day    TEXT NOT NULL,
      to_day      TEXT NOT NULL,
      reason      TEXT NOT NULL
    ) STRICT;
    CREATE TABLE roster_told (
      what TEXT PRIMARY KEY,
      at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE shift_plan (
      shift_id INTEGER PRIMARY KEY,
      user_id  TEXT NOT NULL,
      from_ms  INTEGER,
      plan     TEXT NOT NULL
    ) STRICT;
    CREATE TABLE equipment_count (
      item     TEXT PRIMARY KEY,
      name     TEXT NOT NULL,
      expected INTEGER NOT NULL,
      counted  INTEGER NOT NULL,
      at_ms    INTEGER NOT NULL
    ) STRICT;
  `)
}
