import type Database from 'better-sqlite3'
import { archives } from './migrations/archives.ts'
import { alarmLoad } from './migrations/alarm-load.ts'
import { books } from './migrations/books.ts'
import { bookTimes } from './migrations/book-times.ts'
import { cameraEvents } from './migrations/camera-events.ts'
import { cameraLosses } from './migrations/camera-losses.ts'
import { arming } from './migrations/arming.ts'
import { clockGaps } from './migrations/clock-gaps.ts'
import { dc09 } from './migrations/dc09.ts'
import { exportCopies } from './migrations/exports.ts'
import { journalNext } from './migrations/journal-next.ts'
import { people } from './migrations/people.ts'
import { outages } from './migrations/outages.ts'
import { panelWork } from './migrations/panel-work.ts'
import { mapDrafts } from './migrations/map.ts'
import { ptz } from './migrations/ptz.ts'
import { incidentCare } from './migrations/incident-care.ts'
import { records } from './migrations/records.ts'
import { requests } from './migrations/requests.ts'
import { roster } from './migrations/roster.ts'
import { shiftAlone } from './migrations/shift-alone.ts'
import { searchPeople } from './migrations/search-people.ts'
import { searchWords } from './migrations/search-words.ts'
import { storage } from './migrations/storage.ts'
import { tension } from './migrations/tension.ts'
import { timeline } from './migrations/timeline.ts'
import { wall } from './migrations/wall.ts'

type Db = Database.Database

/**
 * Every change of the database's form, in order. Append only: a step that has shipped is never edited, and uses its
 * own literals, never constants that may change later.
 */
export const migrations: readonly ((db: Db) => void)[] = [
  journal,
  station,
  duty,
  incidents,
  perimeterNorm,
  recordings,
  timeline,
  wall,
  storage,
  requests,
  exportCopies,
  clockGaps,
  ptz,
  dc09,
  cameraEvents,
  alarmLoad,
  incidentCare,
  panelWork,
  mapDrafts,
  arming,
  books,
  records,
  tension,
  roster,
  people,
  journalNext,
  outages,
  searchWords,
  archives,
  bookTimes,
  cameraLosses,
  shiftAlone,
  searchPeople,
]

/** The record of everything. The database itself refuses to change or remove a row. */
function journal(db: Db): void {
  db.exec(`
    CREATE TABLE journal (
      seq INTEGER PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      actor TEXT NOT NULL,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      body TEXT NOT NULL,
      body_hash BLOB NOT NULL,
      prev_hash BLOB NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX journal_kind_at ON journal (kind, at_ms);
    CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TABLE journal_head (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      seq INTEGER NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;
  `)
}

/** The last moment at which the station is known to have been awake. */
function station(db: Db): void {
  db.exec(`CREATE TABLE station_beat (id INTEGER PRIMARY KEY CHECK (id = 1), at_ms INTEGER NOT NULL) STRICT`)
}

function duty(db: Db): void {
  db.exec(`
    CREATE TABLE shift (
      id INTEGER PRIMARY KEY,
      user_id TEXT NOT NULL,
      user_name TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('day', 'night')),
      started_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX shift_one_active ON shift ((ended_at_ms IS NULL)) WHERE ended_at_ms IS NULL;
    CREATE TABLE desk_session (
      layer INTEGER PRIMARY KEY CHECK (layer IN (0, 1)),
      seat_hash BLOB NOT NULL,
      user_id TEXT NOT NULL,
      signed_on_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE pin_failure (
      user_id TEXT PRIMARY KEY,
      failures INTEGER NOT NULL,
      locked_until_ms INTEGER NOT NULL
    ) STRICT;
  `)
}

function incidents(db: Db): void {
  db.exec(`
    CREATE TABLE incident (
      id INTEGER PRIMARY KEY,
      is_open INTEGER NOT NULL,
      place_key TEXT NOT NULL,
      raised_at_ms INTEGER NOT NULL,
      state TEXT NOT NULL
    ) STRICT;
    CREATE INDEX incident_open ON incident (place_key) WHERE is_open = 1;
  `)
}

/** Perimeters that were disarmed on purpose, and when they must be armed again. */
function perimeterNorm(db: Db): void {
  db.exec(`
    CREATE TABLE perimeter_disarmed (
      partition_id TEXT PRIMARY KEY,
      reason TEXT NOT NULL,
      by_name TEXT NOT NULL,
      rearm_at_ms INTEGER NOT NULL,
      overdue_told INTEGER NOT NULL DEFAULT 0
    ) STRICT;
  `)
}

/**
 * Recorded files by camera, with measured first and last frame times in UTC; which cameras were out, for
 * the causes of gaps; looks at recordings with their running number, so that a crash loses none.
 */
function recordings(db: Db): void {
  db.exec(`
    CREATE TABLE segment (
      path TEXT PRIMARY KEY,
      camera_id TEXT NOT NULL,
      stream TEXT NOT NULL,
      first_frame_ms INTEGER NOT NULL,
      last_frame_ms INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      mime_type TEXT NOT NULL,
      timescale INTEGER NOT NULL,
      zero_at_ms REAL NOT NULL,
      start_cause TEXT NOT NULL,
      end_cause TEXT NOT NULL
    ) STRICT;
    CREATE INDEX segment_camera_first ON segment (camera_id, first_frame_ms);
    CREATE INDEX segment_open ON segment (path) WHERE end_cause = 'open';
    CREATE TABLE recording_outage (
      id INTEGER PRIMARY KEY,
      camera_id TEXT NOT NULL,
      cause TEXT NOT NULL,
      from_ms INTEGER NOT NULL,
      to_ms INTEGER
    ) STRICT;
    CREATE INDEX recording_outage_camera ON recording_outage (camera_id, from_ms);
    CREATE TABLE viewing (
      number INTEGER PRIMARY KEY,
      granted_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER,
      viewer TEXT NOT NULL,
      session TEXT NOT NULL
    ) STRICT;
    CREATE INDEX viewing_open ON viewing (number) WHERE ended_at_ms IS NULL;
  `)
}
