import type { IncidentService } from '../../incidents/service.ts'
import type { Ground } from '../../station/ground.ts'
import { Relays } from '../relays/service.ts'
import { CameraEvents } from './service.ts'

export interface CameraWatch extends AsyncDisposable {
  readonly events: CameraEvents
  readonly relays: Relays
  /** The site or credentials were changed. */
  follow(): void
  /** Looks at what is due; called every second. */
  checkDue(): void
}

/** Hears what cameras report and switches their outputs. */
export function startCameraEvents(
  ground: Pick<Ground, 'sites' | 'credentials' | 'db' | 'journal' | 'clock' | 'log'>,
  incidents: IncidentService,
): CameraWatch {
  const cameras = () => ground.sites.current.cameras
  const events = new CameraEvents({ ...ground, cameras, incidents })
  const relays = new Relays({ ...ground, cameras, credentialsOf: name => ground.credentials.get(name) })
  return {
    events,
    relays,
    follow: () => relays.follow(),
    checkDue() {
      events.checkDue()
      relays.checkDue()
    },
    [Symbol.asyncDispose]: () => relays[Symbol.asyncDispose](),
  }
}
