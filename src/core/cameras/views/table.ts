import { z } from 'zod'
import { WallView, WallWindow, type WallWindowName } from '../../../shared/domain/wall.ts'
import type { Db } from '../../platform/database.ts'

/** What is kept of a view; its number is the row's. */
export type NewView = Omit<WallView, 'id'>

const Row = z.object({ id: z.number().int(), state: z.string() })

/** All SQL of views. The view is one JSON value of the domain type; name and owner have columns for their uniqueness. */
export function viewTable(db: Db) {
  const insert = db.prepare<[{ name: string; owner: string | null; state: string }]>(
    'INSERT INTO wall_view (name, owner_id, state) VALUES (:name, :owner, :state)',
  )
  const update = db.prepare<[{ id: number; name: string; owner: string | null; state: string }]>(
    'UPDATE wall_view SET name = :name, owner_id = :owner, state = :state WHERE id = :id',
  )
  const remove = db.prepare<[number]>('DELETE FROM wall_view WHERE id = ?')
  const all = db.prepare('SELECT id, state FROM wall_view ORDER BY owner_id IS NOT NULL, name')
  const keep = db.prepare<[string, string]>(
    `INSERT INTO wall_window (name, state) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET state = excluded.state`,
  )
  const window = db.prepare<[string], { state: string }>('SELECT state FROM wall_window WHERE name = ?')
  const columns = (view: NewView) => ({
    name: view.name,
    owner: view.isShared ? null : view.owner.id,
    state: JSON.stringify(view),
  })
  return {
    create: (view: NewView): WallView => ({ id: Number(insert.run(columns(view)).lastInsertRowid), ...view }),
    change: (view: WallView): void => {
      const { id, ...rest } = view
      update.run({ id, ...columns(rest) })
    },
    remove: (id: number): void => void remove.run(id),
    all: (): WallView[] =>
      z
        .array(Row)
        .parse(all.all())
        .map(({ id, state }) => WallView.parse({ ...(JSON.parse(state) as object), id })),
    keepWindow: (name: WallWindowName, state: WallWindow): void => void keep.run(name, JSON.stringify(state)),
    /** Null also for what an earlier version kept in another form: a wall begins anew rather than not at all. */
    window: (name: WallWindowName): WallWindow | null => {
      const row = window.get(name)
      if (row === undefined) return null
      const kept = WallWindow.safeParse(JSON.parse(row.state))
      return kept.success ? kept.data : null
    },
  }
}
