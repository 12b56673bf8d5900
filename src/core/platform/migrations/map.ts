import type Database from 'better-sqlite3'

/** What was drawn and not yet published: one draft a plan, as JSON, with the digest of the plan that it began from. */
export function mapDrafts(db: Database.Database): void {
  db.exec(`
    CREATE TABLE map_draft (
      plan_id TEXT PRIMARY KEY,
      base TEXT NOT NULL,
      by_name TEXT NOT NULL,
      saved_at_ms INTEGER NOT NULL,
      state TEXT NOT NULL
    ) STRICT;
  `)
}
