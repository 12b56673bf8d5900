import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { Incident, IncidentKind } from '../../../shared/domain/incident.ts'
import type { ZoneKind } from '../../../shared/domain/intrusion.ts'
import type { Actor, UserActor } from '../../../shared/domain/person.ts'
import type { Shelf } from '../../../shared/domain/shelving.ts'
import { Panel } from '../../../shared/site.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase } from '../../platform/database.ts'
import { IncidentService } from '../service.ts'
import { Shelving } from './service.ts'

export const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
export const hourMs = 3_600_000

const zones: readonly [id: string, name: string, kind: ZoneKind][] = [
  ['pir', '档案室', 'intrusion'],
  ['fence', '北围墙 1 段', 'perimeter'],
  ['panic', '校门紧急按钮', 'panic'],
  ['smoke', '烟感', 'fire'],
  ['cover', '主机防拆', 'tamper'],
]
export const zoneIds = zones.map(([id]) => id)

const panel = Panel.parse({
  driver: 'dc09',
  id: 'panel',
  name: '报警主机',
  place: 'room',
  account: '1234',
  supervisionSeconds: 60,
  partitions: [{ id: 'part', name: '分区', number: 1, kind: 'intrusion' }],
  zones: zones.map(([id, name, kind], index) => ({
    id,
    name,
    number: index + 1,
    kind,
    detector: 'other',
    place: 'room',
    plan: 'plan',
    at: [0, 0],
    ...(kind === 'intrusion' || kind === 'perimeter' ? { partition: 'part' } : {}),
  })),
})
const device: Actor = { kind: 'device', id: 'panel' }

/** Incidents and shelves of one panel on a real database, with a clock that stands still. */
export function openShelvingRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const told: Shelf[][] = []
  const start = () => {
    const incidents = new IncidentService({ db, journal, clock })
    const shelving = new Shelving({ db, journal, clock, incidents, panels: () => [panel] })
    shelving.changed.on(shelves => told.push(shelves))
    return { incidents, shelving }
  }
  let services = start()
  return {
    clock,
    journal,
    told,
    get incidents() {
      return services.incidents
    },
    get shelving() {
      return services.shelving
    },
    /** The station starts again on the same data. */
    restart(): void {
      services = start()
    },
    /** A zone alarms; null when it was held back. */
    alarm(zoneId: string, kind: IncidentKind = 'intrusion', key = `zone:${zoneId}`): Incident | null {
      const name = panel.zones.find(({ id }) => id === zoneId)?.name ?? zoneId
      return services.shelving.raising.occur({
        kind,
        place: { key, name, panelId: 'panel', zoneId, cameraIds: [] },
        actor: device,
        code: '1130',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      })
    },
    restore: (zoneId: string, key = `zone:${zoneId}`) =>
      services.shelving.raising.restored(key, device, '3130'),
    /** Kinds of the entries about shelves, in their order. */
    kinds: (): string[] =>
      journal
        .between(
          ['shelved', 'held', 'restored', 'lifted', 'expired'].map(kind => `shelving.${kind}`),
          0,
          1e15,
        )
        .map(({ kind }) => kind),
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}
export type ShelvingRoom = ReturnType<typeof openShelvingRoom>
