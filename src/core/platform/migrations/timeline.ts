import type Database from 'better-sqlite3'

/** The end of the runs that begin in the new stretch or right behind it. */
const endOfThoseBehind = `coalesce((SELECT max(to_ms) FROM recording_run WHERE camera_id = NEW.camera_id
          AND source = NEW.source AND from_ms > NEW.from_ms AND from_ms <= NEW.to_ms + 250), NEW.to_ms)`

/**
 * Runs: what is recorded of a camera, neighbouring segments joined, so that a month of 32 cameras is read in some
 * hundred rows instead of millions. The database itself keeps them right: whoever writes, corrects or removes a segment
 * cannot forget them. And marks of activity, as the meter finds them.
 *
 * A view that is written to stands for "this stretch is recorded": its trigger joins it with the runs it touches.
 * Segments are joined within 250 ms, for their measured times jitter by the arrival of a frame.
 */
export function timeline(db: Database.Database): void {
  db.exec(`
    CREATE TABLE recording_run (
      camera_id TEXT NOT NULL,
      source TEXT NOT NULL CHECK (source IN ('station', 'recorder')),
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL,
      PRIMARY KEY (camera_id, source, from_ms)
    ) STRICT, WITHOUT ROWID;

    CREATE VIEW recording_run_join AS SELECT camera_id, source, from_ms, to_ms FROM recording_run;
    CREATE TRIGGER recording_run_joined INSTEAD OF INSERT ON recording_run_join BEGIN
      UPDATE recording_run SET to_ms = max(to_ms, NEW.to_ms, ${endOfThoseBehind})
        WHERE camera_id = NEW.camera_id AND source = NEW.source AND from_ms = ${lastBefore('<= NEW.from_ms')}
          AND to_ms >= NEW.from_ms - 250;
      INSERT INTO recording_run (camera_id, source, from_ms, to_ms)
        SELECT NEW.camera_id, NEW.source, NEW.from_ms, max(NEW.to_ms, ${endOfThoseBehind})
        WHERE NOT EXISTS (SELECT 1 FROM recording_run WHERE camera_id = NEW.camera_id AND source = NEW.source
          AND from_ms = ${lastBefore('<= NEW.from_ms')} AND to_ms >= NEW.from_ms - 250);
      DELETE FROM recording_run WHERE camera_id = NEW.camera_id AND source = NEW.source
        AND from_ms > NEW.from_ms AND from_ms <= NEW.to_ms + 250;
    END;

    CREATE VIEW recording_run_cut AS SELECT camera_id, source, from_ms, to_ms FROM recording_run;
    CREATE TRIGGER recording_run_is_cut INSTEAD OF INSERT ON recording_run_cut BEGIN
      INSERT INTO recording_run (camera_id, source, from_ms, to_ms)
        SELECT NEW.camera_id, NEW.source, NEW.to_ms, to_ms FROM recording_run
        WHERE camera_id = NEW.camera_id AND source = NEW.source AND from_ms = ${lastBefore('< NEW.to_ms')}
          AND to_ms > NEW.to_ms;
      DELETE FROM recording_run WHERE camera_id = NEW.camera_id AND source = NEW.source
        AND from_ms >= NEW.from_ms AND from_ms < NEW.to_ms;
      UPDATE recording_run SET to_ms = NEW.from_ms WHERE camera_id = NEW.camera_id AND source = NEW.source
        AND from_ms = ${lastBefore('< NEW.from_ms')} AND to_ms > NEW.from_ms;
    END;

    CREATE TRIGGER segment_run_added AFTER INSERT ON segment WHEN NEW.last_frame_ms > NEW.first_frame_ms BEGIN
      INSERT INTO recording_run_join VALUES (NEW.camera_id, 'station', NEW.first_frame_ms, NEW.last_frame_ms);
    END;
    CREATE TRIGGER segment_run_shrunk AFTER UPDATE OF first_frame_ms, last_frame_ms ON segment
      WHEN NEW.first_frame_ms > OLD.first_frame_ms OR NEW.last_frame_ms < OLD.last_frame_ms BEGIN
      ${forgotten()}
    END;
    CREATE TRIGGER segment_run_grown AFTER UPDATE OF first_frame_ms, last_frame_ms ON segment
      WHEN NEW.last_frame_ms > NEW.first_frame_ms
        AND (NEW.first_frame_ms < OLD.first_frame_ms OR NEW.last_frame_ms > OLD.last_frame_ms) BEGIN
      INSERT INTO recording_run_join VALUES (NEW.camera_id, 'station', NEW.first_frame_ms, NEW.last_frame_ms);
    END;
    CREATE TRIGGER segment_run_removed AFTER DELETE ON segment BEGIN
      ${forgotten()}
    END;

    INSERT INTO recording_run (camera_id, source, from_ms, to_ms)
      SELECT camera_id, 'station', min(first_frame_ms), max(last_frame_ms) FROM (
        SELECT *, sum(begins) OVER (PARTITION BY camera_id ORDER BY first_frame_ms, path) AS run FROM (
          SELECT *, first_frame_ms > 250 + coalesce(max(last_frame_ms) OVER (PARTITION BY camera_id
            ORDER BY first_frame_ms, path ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -1000) AS begins
          FROM segment WHERE last_frame_ms > first_frame_ms))
      GROUP BY camera_id, run;

    CREATE TABLE activity_mark (
      camera_id TEXT NOT NULL,
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL,
      PRIMARY KEY (camera_id, from_ms)
    ) STRICT, WITHOUT ROWID;
  `)
}

/** Where the last run begins that begins so. */
function lastBefore(condition: string): string {
  return `(SELECT max(from_ms) FROM recording_run WHERE camera_id = NEW.camera_id AND source = NEW.source
          AND from_ms ${condition})`
}

/** The old stretch goes, a little more on both sides, and what the segments around it really have comes back. */
function forgotten(): string {
  return `
      INSERT INTO recording_run_cut
        VALUES (OLD.camera_id, 'station', OLD.first_frame_ms - 250, OLD.last_frame_ms + 250);
      INSERT INTO recording_run_join SELECT camera_id, 'station', first_frame_ms, last_frame_ms FROM segment
        WHERE camera_id = OLD.camera_id AND first_frame_ms >= OLD.first_frame_ms - 3600000
          AND first_frame_ms <= OLD.last_frame_ms + 250 AND last_frame_ms >= OLD.first_frame_ms - 250
          AND last_frame_ms > first_frame_ms;`
}
