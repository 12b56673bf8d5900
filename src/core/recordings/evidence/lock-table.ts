import { EvidenceLock } from '../../../shared/domain/storage.ts'
import type { Db } from '../../platform/database.ts'

/** All SQL of evidence locks. None is ever removed: what was locked, and why it no longer is, stays readable. */
export function lockTable(db: Db) {
  const lastId = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM evidence_lock')
  const put = db.prepare<[{ id: number; isActive: number; incidentId: number | null; state: string }]>(
    `INSERT INTO evidence_lock (id, is_active, incident_id, state) VALUES (:id, :isActive, :incidentId, :state)
     ON CONFLICT (id) DO UPDATE SET is_active = excluded.is_active, state = excluded.state`,
  )
  const all = db.prepare<[], { state: string }>('SELECT state FROM evidence_lock ORDER BY id DESC LIMIT 500')
  const active = db.prepare<[], { state: string }>('SELECT state FROM evidence_lock WHERE is_active = 1')
  const byId = db.prepare<[number], { state: string }>('SELECT state FROM evidence_lock WHERE id = ?')
  const ofIncident = db.prepare<[number], { state: string }>(
    'SELECT state FROM evidence_lock WHERE incident_id = ?',
  )
  const parse = ({ state }: { state: string }) => EvidenceLock.parse(JSON.parse(state))
  const one = (row: { state: string } | undefined) => (row === undefined ? null : parse(row))
  return {
    nextId: (): number => (lastId.get()?.id ?? 0) + 1,
    put(lock: EvidenceLock): void {
      const isActive = lock.released === null ? 1 : 0
      put.run({ id: lock.id, isActive, incidentId: lock.incidentId, state: JSON.stringify(lock) })
    },
    /** The newest first. */
    all: (): EvidenceLock[] => all.all().map(parse),
    /** Not released; some may have run out. */
    active: (): EvidenceLock[] => active.all().map(parse),
    byId: (id: number): EvidenceLock | null => one(byId.get(id)),
    ofIncident: (incidentId: number): EvidenceLock | null => one(ofIncident.get(incidentId)),
  }
}
export type LockTable = ReturnType<typeof lockTable>
