import type Database from 'better-sqlite3'

/** Who holds which PTZ camera, and when it goes back to its guard position. */
export function ptz(db: Database.Database): void {
  db.exec('CREATE TABLE ptz_lock (camera_id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT')
}
