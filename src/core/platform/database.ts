import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from './migrations.ts'

export type Db = Database.Database

/** Where the station keeps its database inside the data folder. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'station.db')

/**
 * Opens the station's database and brings it to the present form.
 * `synchronous = FULL`: what was acknowledged is on disk, also after a power cut (WAL alone would default to NORMAL).
 * @throws Error when the file was written by a newer program: it is never opened by an older one.
 */
export function openDatabase(dataDir: string): Db {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const db = new Database(databaseFile(dataDir))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('busy_timeout = 5000')
  migrate(db, migrations)
  return db
}

/** Runs the migrations that the file has not had, all in one transaction. */
function migrate(db: Db, steps: readonly ((db: Db) => void)[]): void {
  const from = Number(db.pragma('user_version', { simple: true }))
  if (from > steps.length)
    throw new Error(`the database is of version ${from}, newer than this program knows (${steps.length})`)
  if (from === steps.length) return
  db.transaction(() => {
    for (const up of steps.slice(from)) up(db)
    db.pragma(`user_version = ${steps.length}`)
  }).immediate()
}
