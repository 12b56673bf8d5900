import { z } from 'zod'
import { ViewingSession } from '../../shared/domain/recording.ts'
import type { Db } from '../platform/database.ts'

const stretches = z.array(z.object({ cameraId: z.string(), fromMs: z.number(), toMs: z.number() }))

/** A viewing as it is kept, so that a crash in its middle loses nothing of the register. */
export const StoredViewing = ViewingSession.extend({
  /** What left the station, whether or not the screen said that it was watched. */
  served: stretches,
})
export type StoredViewing = z.infer<typeof StoredViewing>

/** All SQL of viewings. */
export function viewingTable(db: Db) {
  const lastNumber = db.prepare<[], { number: number | null }>('SELECT max(number) AS number FROM viewing')
  const put = db.prepare<
    [{ number: number; grantedAtMs: number; endedAtMs: number | null; viewer: string; session: string }]
  >(
    `INSERT INTO viewing (number, granted_at_ms, ended_at_ms, viewer, session)
     VALUES (:number, :grantedAtMs, :endedAtMs, :viewer, :session)
     ON CONFLICT (number) DO UPDATE SET ended_at_ms = excluded.ended_at_ms, session = excluded.session`,
  )
  const open = db.prepare<[], { session: string }>(
    'SELECT session FROM viewing WHERE ended_at_ms IS NULL ORDER BY number',
  )
  return {
    /** The next running number of the register; numbers are never used twice. */
    nextNumber: (): number => (lastNumber.get()?.number ?? 0) + 1,
    put(viewing: StoredViewing): void {
      put.run({
        number: viewing.number,
        grantedAtMs: Math.round(viewing.startedAtMs),
        endedAtMs: viewing.endedAtMs === null ? null : Math.round(viewing.endedAtMs),
        viewer: viewing.viewer.id,
        session: JSON.stringify(viewing),
      })
    },
    /** Viewings that were running when the station ended. */
    unfinished: (): StoredViewing[] => open.all().map(row => StoredViewing.parse(JSON.parse(row.session))),
  }
}
export type ViewingTable = ReturnType<typeof viewingTable>
