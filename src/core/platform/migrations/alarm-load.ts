import type Database from 'better-sqlite3'

/**
 * What the figures of the alarms are counted from: a narrow row for each incident in the order of time, kept by the
 * database itself, so that nothing is parsed when a year is read. And the shelves of zones.
 */
export function alarmLoad(db: Database.Database): void {
  const fields = [
    ['kind', 'kind TEXT', '$.kind'],
    ['priority', 'priority INTEGER', '$.priority'],
    ['zone_id', 'zone_id TEXT', '$.zoneId'],
    ['place_name', 'place_name TEXT', '$.placeName'],
    ['signal_count', 'signal_count INTEGER', '$.signalCount'],
    ['drill', 'drill INTEGER', '$.drill'],
    ['located_at_ms', 'located_at_ms REAL', '$.progress.located.atMs'],
    ['located_by', 'located_by TEXT', '$.progress.located.by.name'],
    ['dispatched_at_ms', 'dispatched_at_ms REAL', '$.progress.dispatched.atMs'],
    ['dispatched_who', 'dispatched_who TEXT', '$.progress.dispatched.who'],
    ['arrived_at_ms', 'arrived_at_ms REAL', '$.progress.arrived.atMs'],
    ['verdict', 'verdict TEXT', '$.progress.verified.verdict'],
    ['closed_at_ms', 'closed_at_ms REAL', '$.progress.closed.atMs'],
    ['closed_by', 'closed_by TEXT', '$.progress.closed.by.name'],
  ] as const
  const names = fields.map(([name]) => name).join(', ')
  const values = (state: string) => fields.map(([, , path]) => `json_extract(${state}, '${path}')`).join(', ')
  db.exec(`
    CREATE TABLE incident_figure (
      raised_at_ms INTEGER NOT NULL,
      incident_id INTEGER NOT NULL,
      ${fields.map(([, column]) => column).join(',\n      ')},
      PRIMARY KEY (raised_at_ms, incident_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO incident_figure (raised_at_ms, incident_id, ${names})
      SELECT raised_at_ms, id, ${values('state')} FROM incident;
    CREATE TRIGGER incident_figure_keep AFTER UPDATE OF state ON incident BEGIN
      INSERT OR REPLACE INTO incident_figure (raised_at_ms, incident_id, ${names})
        VALUES (NEW.raised_at_ms, NEW.id, ${values('NEW.state')});
    END;
    CREATE INDEX incident_figure_open ON incident_figure (raised_at_ms) WHERE closed_at_ms IS NULL;
    CREATE TABLE shelf (
      id INTEGER PRIMARY KEY,
      zone_id TEXT NOT NULL,
      is_over INTEGER NOT NULL DEFAULT 0,
      state TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX shelf_one_a_zone ON shelf (zone_id) WHERE is_over = 0;
  `)
}
