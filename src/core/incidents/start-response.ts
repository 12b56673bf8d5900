import { station, type UserActor } from '../../shared/domain/person.ts'
import { alarmAtMs } from '../../shared/domain/incident.ts'
import type { Session } from '../../shared/domain/duty.ts'
import { ptzRankOf, type PtzOwner } from '../../shared/domain/ptz.ts'
import { Refusal } from '../../shared/refusal.ts'
import { linkageOf } from '../../shared/site/response.ts'
import type { Ptz } from '../cameras/ptz/service.ts'
import type { Relays } from '../cameras/relays/service.ts'
import type { DutyService } from '../duty/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Link } from '../link/server.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Evidence } from '../recordings/evidence/evidence.ts'
import type { SiteStore } from '../station/site-store.ts'
import { IncidentCare } from './care.ts'
import { Linkage, type LinkageMeans } from './linkage/service.ts'
import { responseHandlers } from './response-handlers.ts'
import type { IncidentService } from './service.ts'
import { Sound } from './sound.ts'

export interface ResponseOptions {
  readonly incidents: IncidentService
  readonly duty: DutyService
  readonly ptz: Ptz
  readonly relays: Pick<Relays, 'switch'>
  readonly evidence: Evidence
  readonly sites: SiteStore
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
}

export interface Response extends AsyncDisposable {
  readonly handlers: (desk: { actor(): UserActor }) => ReturnType<typeof responseHandlers>
  /** Tells the screens of every change. */
  connect(link: Pick<Link, 'push'>): void
  /** Once a second: what waits too long, what ends by itself. */
  check(): void
}

/** How the station answers alarms by itself: nobody left alone, linkage, drill, sound. */
export function startResponse(options: ResponseOptions): Response {
  const { incidents, duty, sites, journal, clock } = options
  const care = new IncidentCare({ incidents, clock, limits: () => sites.current.response })
  const linkage = new Linkage({
    ...options,
    rules: () => linkageOf(sites.current.response),
    placeOf: zoneId => placeOfZone(sites, zoneId),
    means: meansOf(options),
  })
  const sound = new Sound({ incidents, shift: () => duty.session()?.shift ?? null, journal, clock })
  incidents.changed.on(open => sound.follow(open))
  duty.changed.on(() => {
    care.seatedNow(duty.seatedIds())
    sound.tell()
  })
  // Whoever had something in hand when the station ended, and is not signed on any more.
  care.seatedNow(duty.seatedIds())
  return {
    handlers: desk => responseHandlers({ incidents, linkage, sound, sites, clock }, desk),
    connect(link) {
      incidents.drills.changed.on(drill => link.push('drill', drill))
      sound.changed.on(report => link.push('sound', report))
    },
    check() {
      incidents.drills.checkDue()
      care.checkDue()
      linkage.checkDue()
      sound.tell()
    },
    [Symbol.asyncDispose]: () => linkage[Symbol.asyncDispose](),
  }
}

function placeOfZone(sites: SiteStore, zoneId: string): string | null {
  const zones = sites.current.panels.flatMap(panel => panel.zones)
  return zones.find(zone => zone.id === zoneId)?.place ?? null
}

function meansOf({ ptz, relays, evidence, duty, clock }: ResponseOptions): LinkageMeans {
  return {
    async preset(cameraId, to) {
      const by = ptzOwner(duty.session())
      await ptz.ready(cameraId)
      ptz.take(cameraId, by, false)
      await ptz.go(cameraId, by.id, to)
    },
    // Asynchronous, so that a refusal comes as every other failure of linkage does.
    // eslint-disable-next-line typescript/require-await
    async lock(incident, rule) {
      const { beforeSeconds = 60, afterSeconds = 300, days = 30 } = rule.lock ?? {}
      const { cameraIds, placeName, id } = incident
      const atMs = alarmAtMs(incident)
      evidence.lock(
        {
          headline: placeName,
          reason: `${rule.name} #${id}`,
          cameraIds,
          span: { fromMs: atMs - beforeSeconds * 1_000, toMs: atMs + afterSeconds * 1_000 },
          untilMs: clock.now() + days * 86_400_000,
        },
        station,
      )
    },
    async relay(cameraId, output, seconds, because) {
      const isConfirmed = await relays.switch(cameraId, output, true, station, {
        forMs: seconds * 1_000,
        because,
      })
      if (isConfirmed === false) throw new Refusal('relays.refused')
    },
  }
}

/** A camera is turned for whoever sits at the desk, so that he can go on turning it; of an empty seat anybody may take it. */
function ptzOwner(session: Session | null): PtzOwner {
  if (session === null) return { id: 'linkage', name: '联动', shiftId: null, rank: 0 }
  const { person, shift } = session
  return { id: person.id, name: person.name, shiftId: shift?.id ?? null, rank: ptzRankOf(person.roles) }
}
