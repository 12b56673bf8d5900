import { ExportJob } from '../../../shared/contract/exports.ts'
import type { Db } from '../../platform/database.ts'

/** All SQL of exports. */
export function exportTable(db: Db) {
  const put = db.prepare<
    [{ id: number; requestNumber: number; copyNumber: number; isOpen: number; job: string }]
  >(
    `INSERT INTO export_copy (id, request_number, copy_number, is_open, job)
     VALUES (:id, :requestNumber, :copyNumber, :isOpen, :job)
     ON CONFLICT (id) DO UPDATE SET is_open = excluded.is_open, job = excluded.job`,
  )
  const next = db.prepare<[], { id: number }>('SELECT coalesce(max(id), 0) + 1 AS id FROM export_copy')
  const nextCopy = db.prepare<[number], { number: number }>(
    'SELECT coalesce(max(copy_number), 0) + 1 AS number FROM export_copy WHERE request_number = ?',
  )
  const byId = db.prepare<[number], { job: string }>('SELECT job FROM export_copy WHERE id = ?')
  const all = db.prepare<[], { job: string }>('SELECT job FROM export_copy ORDER BY id DESC LIMIT 500')
  const ofRequest = db.prepare<[number], { job: string }>(
    'SELECT job FROM export_copy WHERE request_number = ? ORDER BY id DESC',
  )
  const open = db.prepare<[], { job: string }>('SELECT job FROM export_copy WHERE is_open = 1 ORDER BY id')
  const manifest = db.prepare<[number], { manifest: string | null }>(
    'SELECT manifest FROM export_copy WHERE id = ?',
  )
  const putManifest = db.prepare<[{ id: number; manifest: string }]>(
    'UPDATE export_copy SET manifest = :manifest WHERE id = :id',
  )
  const toJob = (row: { job: string }): ExportJob => ExportJob.parse(JSON.parse(row.job))
  return {
    nextId: (): number => next.get()?.id ?? 1,
    nextCopyNumber: (requestNumber: number): number => nextCopy.get(requestNumber)?.number ?? 1,
    put(job: ExportJob): void {
      const isOpen = job.state.kind === 'queued' || job.state.kind === 'running' ? 1 : 0
      const { id, requestNumber, copyNumber } = job
      put.run({ id, requestNumber, copyNumber, isOpen, job: JSON.stringify(job) })
    },
    byId(id: number): ExportJob | null {
      const row = byId.get(id)
      return row === undefined ? null : toJob(row)
    },
    list: (requestNumber: number | null): ExportJob[] =>
      (requestNumber === null ? all.all() : ofRequest.all(requestNumber)).map(toJob),
    /** What a finished package says of itself; stays when the package is gone. */
    putManifest: (id: number, text: string): void => void putManifest.run({ id, manifest: text }),
    manifest: (id: number): string | null => manifest.get(id)?.manifest ?? null,
    /** Ordered and not ended. */
    open: (): ExportJob[] => open.all().map(toJob),
  }
}
export type ExportTable = ReturnType<typeof exportTable>
