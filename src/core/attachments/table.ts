import { AttachmentType } from '../../shared/contract/attachments.ts'
import type { Db } from '../platform/database.ts'

interface AttachmentRow {
  readonly hash: string
  readonly type: AttachmentType
  readonly bytes: number
  /** Who put it there first. */
  readonly byId: string
  readonly atMs: number
}

/** All SQL of attachments. */
export function attachmentTable(db: Db) {
  const insert = db.prepare<[string, string, number, string, number]>(
    'INSERT INTO attachment (hash, mime_type, bytes, by_id, at_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const byHash = db.prepare<
    [string],
    { hash: string; mime_type: string; bytes: number; by_id: string; at_ms: number }
  >('SELECT * FROM attachment WHERE hash = ?')
  return {
    put: (row: AttachmentRow): void =>
      void insert.run(row.hash, row.type, row.bytes, row.byId, Math.round(row.atMs)),
    byHash(hash: string): AttachmentRow | null {
      const row = byHash.get(hash)
      if (row === undefined) return null
      const { bytes, by_id: byId, at_ms: atMs } = row
      return { hash: row.hash, type: AttachmentType.parse(row.mime_type), bytes, byId, atMs }
    },
  }
}
