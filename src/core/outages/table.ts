import { z } from 'zod'
import { IncidentKind } from '../../shared/domain/incident.ts'
import type { Db } from '../platform/database.ts'

/** What would be an incident, were its device not out of use as planned. */
export const Held = z.object({
  number: z.number().int(),
  kind: IncidentKind,
  code: z.string(),
  place: z.object({
    key: z.string(),
    name: z.string(),
    panelId: z.string().nullable(),
    zoneId: z.string().nullable(),
    cameraIds: z.array(z.string()),
  }),
  deviceAtMs: z.number().nullable(),
})
export type Held = z.infer<typeof Held>

/** A camera whose outage is over and that has not shown a picture since. */
export interface Unseen {
  readonly cameraId: string
  readonly number: number
  /** It is an incident on the desk by now. */
  readonly isTold: boolean
}

/** All SQL of outages. */
export function outageTable(db: Db) {
  const putHeld = db.prepare<[string, number, string]>(
    `INSERT INTO outage_held (place_key, number, occurrence) VALUES (?, ?, ?)
     ON CONFLICT (place_key) DO UPDATE SET number = excluded.number, occurrence = excluded.occurrence`,
  )
  const removeHeld = db.prepare<[string]>('DELETE FROM outage_held WHERE place_key = ?')
  const held = db.prepare<[], { occurrence: string }>('SELECT occurrence FROM outage_held')
  const putUnseen = db.prepare<[string, number, number]>(
    `INSERT INTO outage_unseen (camera_id, number, is_told) VALUES (?, ?, ?)
     ON CONFLICT (camera_id) DO UPDATE SET number = excluded.number, is_told = excluded.is_told`,
  )
  const removeUnseen = db.prepare<[string]>('DELETE FROM outage_unseen WHERE camera_id = ?')
  const unseen = db.prepare<[], { cameraId: string; number: number; isTold: number }>(
    'SELECT camera_id AS cameraId, number, is_told AS isTold FROM outage_unseen',
  )
  return {
    putHeld: (row: Held): void => void putHeld.run(row.place.key, row.number, JSON.stringify(row)),
    removeHeld: (placeKey: string): void => void removeHeld.run(placeKey),
    held: (): Held[] => held.all().map(({ occurrence }) => Held.parse(JSON.parse(occurrence))),
    putUnseen: ({ cameraId, number, isTold }: Unseen): void =>
      void putUnseen.run(cameraId, number, isTold ? 1 : 0),
    removeUnseen: (cameraId: string): void => void removeUnseen.run(cameraId),
    unseen: (): Unseen[] => unseen.all().map(row => ({ ...row, isTold: row.isTold === 1 })),
  }
}
