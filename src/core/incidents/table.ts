import { Incident } from '../../shared/domain/incident.ts'
import type { Db } from '../platform/database.ts'

const parseRow = ({ state }: { state: string }): Incident => Incident.parse(JSON.parse(state))
const parse = (row: { state: string } | undefined): Incident | null =>
  row === undefined ? null : parseRow(row)

/** Parses each state once: of hundreds of open incidents one has changed. */
function parseOnce() {
  let known = new Map<string, Incident>()
  return (rows: readonly { state: string }[]): Incident[] => {
    const now = new Map(
      rows.map(({ state }) => [state, known.get(state) ?? Incident.parse(JSON.parse(state))] as const),
    )
    known = now
    return [...now.values()]
  }
}

/** All SQL of incidents. The state is one JSON value of the domain type; what is searched for has its own column. */
export function incidentTable(db: Db) {
  const insert = db.prepare<[string, number]>(
    `INSERT INTO incident (is_open, place_key, raised_at_ms, state) VALUES (1, ?, ?, '{}')`,
  )
  const update = db.prepare<[number, string, number]>(
    'UPDATE incident SET is_open = ?, state = ? WHERE id = ?',
  )
  const byId = db.prepare<[number], { state: string }>('SELECT state FROM incident WHERE id = ?')
  const openAt = db.prepare<[string], { state: string }>(
    'SELECT state FROM incident WHERE is_open = 1 AND place_key = ? ORDER BY id DESC LIMIT 1',
  )
  const allOpenAt = db.prepare<[string], { state: string }>(
    'SELECT state FROM incident WHERE is_open = 1 AND place_key = ? ORDER BY id',
  )
  const openLike = db.prepare<[string], { state: string }>(
    `SELECT state FROM incident WHERE is_open = 1 AND place_key LIKE ? ESCAPE '\\' ORDER BY id`,
  )
  const open = db.prepare<[], { state: string }>('SELECT state FROM incident WHERE is_open = 1 ORDER BY id')
  const parseAll = parseOnce()
  const save = (incident: Incident): void =>
    void update.run(incident.progress.closed === null ? 1 : 0, JSON.stringify(incident), incident.id)
  return {
    /** Takes the next number for an incident at a place and stores what `make` gives for it. */
    create(placeKey: string, raisedAtMs: number, make: (id: number) => Incident): Incident {
      const incident = make(Number(insert.run(placeKey, raisedAtMs).lastInsertRowid))
      save(incident)
      return incident
    },
    save,
    byId: (id: number): Incident | null => parse(byId.get(id)),
    /** The newest open one of a place. */
    openAt: (placeKey: string): Incident | null => parse(openAt.get(placeKey)),
    /** With those that have their verdict while a newer one is open beside them. */
    allOpenAt: (placeKey: string): Incident[] => allOpenAt.all(placeKey).map(parseRow),
    /** As `allOpenAt`, by a pattern of SQL's LIKE with `\\` as its escape. */
    openLike: (pattern: string): Incident[] => openLike.all(pattern).map(parseRow),
    open: (): Incident[] => parseAll(open.all()),
  }
}
