import type { StationState } from '../../shared/contract.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteFile } from '../../shared/site.ts'
import type { DutyService } from '../duty/service.ts'
import type { IncidentService } from '../incidents/service.ts'
import { arm, disarm } from '../intrusion/arming.ts'
import type { IntrusionService } from '../intrusion/service.ts'
import type { LedgerService } from '../ledgers/service.ts'
import type { Handlers } from '../link/answer.ts'
import type { Gate } from '../link/gate.ts'
import type { recordingHandlers } from '../recordings/handlers.ts'
import { viewOfSite } from './site-view.ts'

type RecordingHandlers = ReturnType<typeof recordingHandlers>
type CameraHandlers = Pick<Handlers, 'cameras.list'>

export interface Services {
  readonly site: SiteFile
  readonly state: () => StationState
  readonly gate: Gate
  readonly verify: () => { entries: number; firstBadSeq: number | null; headHash: string }
  readonly duty: DutyService
  readonly incidents: IncidentService
  readonly intrusion: IntrusionService
  readonly ledgers: LedgerService
  readonly cameras: CameraHandlers
  readonly recordings: RecordingHandlers
}

/** Every call of the contract and the service that answers it. Rights were checked by the gate before. */
export function handlersOf(services: Services): Handlers {
  const { site, duty, incidents, intrusion, ledgers } = services
  return {
    'station.state': () => services.state(),
    'site.view': () => viewOfSite(site),
    'site.plan': ({ id }) => {
      const plan = site.plans.find(candidate => candidate.id === id)
      if (plan === undefined) throw new Refusal('link.bad-input', { issues: `no plan "${id}"` })
      return plan
    },
    'duty.people': () => duty.people(),
    'duty.report': () => duty.report(),
    'duty.sign-on': input => duty.signOn(input),
    'duty.sign-off': ({ note }) => {
      duty.signOff(note)
      return {}
    },
    'duty.hand-over': ({ toUserId, pin, note }) => duty.handOver(toUserId, pin, note),
    'duty.note': ({ text }) => {
      duty.note(text)
      return {}
    },
    'intrusion.report': () => intrusion.report(),
    'intrusion.arm': input => arm(intrusion, input, duty.actor()),
    'intrusion.disarm': input => {
      const isPerimeter = intrusion.picture.partition(input.partitionId)?.partition.kind === 'perimeter'
      services.gate.check(isPerimeter ? 'intrusion.disarm-perimeter' : 'intrusion.arm')
      return disarm(intrusion, input, duty.actor())
    },
    'incidents.open': () => incidents.open(),
    'incidents.observe': ({ cameraId, text }) => {
      const camera = site.cameras.find(({ id }) => id === cameraId) ?? null
      if (cameraId !== null && camera === null) throw new Refusal('cameras.unknown')
      return incidents.observe({ camera, text }, duty.actor())
    },
    'incidents.act': ({ id, action }) => incidents.act(id, action, duty.actor()),
    'incidents.shown': ({ id }) => {
      incidents.shown(id)
      return {}
    },
    'ledgers.list': () => ledgers.list(),
    'ledgers.page': ({ offset, limit, ...query }) => ledgers.page(query, offset, limit),
    'ledgers.form': query => ledgers.form(query, duty.actor()),
    'ledgers.export': query => ledgers.export(query, duty.actor()),
    'journal.verify': () => services.verify(),
    ...services.cameras,
    ...services.recordings,
  }
}
