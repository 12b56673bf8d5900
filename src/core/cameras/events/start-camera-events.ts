import type { Raising } from '../../incidents/shelving/service.ts'
import type { Ground } from '../../station/ground.ts'
import { Relays } from '../relays/service.ts'
import { IsapiWatch } from './isapi-watch.ts'
import { OnvifWatch } from './onvif-watch.ts'
import { CameraEvents } from './service.ts'

export interface CameraWatch extends AsyncDisposable {
  readonly events: CameraEvents
  readonly relays: Relays
  readonly onvif: OnvifWatch
  /** The site or credentials were changed. */
  follow(): void
  /** Looks at what is due; called every second. */
  checkDue(): void
}

/** Hears what cameras report and switches their outputs. Listening begins with the first `follow`. */
export function startCameraEvents(
  ground: Pick<Ground, 'sites' | 'credentials' | 'db' | 'journal' | 'clock' | 'log'>,
  incidents: Raising,
): CameraWatch {
  const cameras = () => ground.sites.current.cameras
  const credentialsOf = (name: string) => ground.credentials.get(name)
  const events = new CameraEvents({ ...ground, cameras, incidents })
  const relays = new Relays({ ...ground, cameras, credentialsOf })
  const onvif = new OnvifWatch({
    ...ground,
    cameras,
    credentialsOf,
    events,
    relay: (cameraId, token, isOn, isState) => relays.told(cameraId, token, isOn, isState),
  })
  const isapi = new IsapiWatch({ ...ground, cameras, credentialsOf, events })
  // What a camera said of its outputs is old when it cannot be heard any more.
  onvif.changed.on(({ cameraId, line }) => line === 'lost' && relays.silent(cameraId))
  return {
    events,
    relays,
    onvif,
    follow() {
      relays.follow()
      onvif.follow()
      isapi.follow()
    },
    checkDue() {
      events.checkDue()
      relays.checkDue()
      onvif.checkDue()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([onvif[Symbol.asyncDispose](), isapi[Symbol.asyncDispose]()])
      await relays[Symbol.asyncDispose]()
    },
  }
}
