import type Database from 'better-sqlite3'

/** Versions of procedures (预案), drills (演练), and fault tickets as far as an incident opens them. */
export function incidentCare(db: Database.Database): void {
  db.exec(`
    CREATE TABLE procedure_version (
      id TEXT NOT NULL,
      version INTEGER NOT NULL,
      state TEXT NOT NULL,
      PRIMARY KEY (id, version)
    ) STRICT;
    CREATE TABLE drill (id INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
    CREATE TABLE fault_ticket (number INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
  `)
}
