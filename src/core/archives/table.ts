import { Archive } from '../../shared/domain/archive.ts'
import type { Db } from '../platform/database.ts'

/** All SQL of archives. */
export function archiveTable(db: Db) {
  const put = db.prepare<[number, string]>(
    'INSERT INTO archive (number, archive) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET archive = excluded.archive',
  )
  const next = db.prepare<[], { number: number }>(
    'SELECT coalesce(max(number), 0) + 1 AS number FROM archive',
  )
  const byNumber = db.prepare<[number], { archive: string }>('SELECT archive FROM archive WHERE number = ?')
  const all = db.prepare<[], { archive: string }>(
    'SELECT archive FROM archive ORDER BY number DESC LIMIT 200',
  )
  const toArchive = (row: { archive: string }): Archive => Archive.parse(JSON.parse(row.archive))
  return {
    nextNumber: (): number => next.get()?.number ?? 1,
    put: (archive: Archive): void => void put.run(archive.number, JSON.stringify(archive)),
    byNumber(number: number): Archive | null {
      const row = byNumber.get(number)
      return row === undefined ? null : toArchive(row)
    },
    /** The newest first. */
    list: (): Archive[] => all.all().map(toArchive),
  }
}
