import type { Db } from '../../platform/database.ts'

/** All SQL of the disks themselves. */
export function volumeTable(db: Db) {
  const known = db.prepare<[], { id: string; path: string }>('SELECT id, path FROM recording_volume')
  const remember = db.prepare<[string, string, number]>(
    `INSERT INTO recording_volume (id, path, first_used_at_ms) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET path = excluded.path`,
  )
  const used = db.prepare<[], { volume: string; bytes: number }>(
    'SELECT volume, sum(bytes) AS bytes FROM recording_day GROUP BY volume',
  )
  return {
    /** Disks that were set up once, and where they were. */
    known: () => known.all(),
    remember: (id: string, path: string, nowMs: number): void =>
      void remember.run(id, path, Math.round(nowMs)),
    /** Bytes of recordings by disk. */
    usedBytes: (): Map<string, number> => new Map(used.all().map(({ volume, bytes }) => [volume, bytes])),
  }
}
