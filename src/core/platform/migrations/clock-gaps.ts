import type Database from 'better-sqlite3'

/** Files that begin after a step of the clock are few among millions; gaps take their cause from them. */
export function clockGaps(db: Database.Database): void {
  db.exec(`
    CREATE INDEX segment_clock_step ON segment (camera_id, first_frame_ms) WHERE start_cause = 'clock-step';
  `)
}
