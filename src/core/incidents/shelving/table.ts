import { Shelf } from '../../../shared/domain/shelving.ts'
import type { Db } from '../../platform/database.ts'

/** All SQL of shelves. */
export function shelfTable(db: Db) {
  const insert = db.prepare<[string]>(`INSERT INTO shelf (zone_id, state) VALUES (?, '{}')`)
  const update = db.prepare<[number, string, number]>('UPDATE shelf SET is_over = ?, state = ? WHERE id = ?')
  const active = db.prepare<[], { state: string }>('SELECT state FROM shelf WHERE is_over = 0 ORDER BY id')
  const byId = db.prepare<[number], { state: string }>('SELECT state FROM shelf WHERE id = ?')
  const read = (row: { state: string }): Shelf => Shelf.parse(JSON.parse(row.state))
  const save = (shelf: Shelf): void =>
    void update.run(shelf.ended === null ? 0 : 1, JSON.stringify(shelf), shelf.id)
  return {
    create(zoneId: string, make: (id: number) => Shelf): Shelf {
      const shelf = make(Number(insert.run(zoneId).lastInsertRowid))
      save(shelf)
      return shelf
    },
    save,
    active: (): Shelf[] => active.all().map(read),
    byId(id: number): Shelf | null {
      const row = byId.get(id)
      return row === undefined ? null : read(row)
    },
  }
}
