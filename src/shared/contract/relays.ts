import { z } from 'zod'
import { InputReport } from '../domain/camera-event.ts'
import { longestRelaySeconds, RelayReport } from '../domain/relay.ts'
import { call, nothing } from './call.ts'

/** Outputs of cameras: fill light, siren. */
export const relayCalls = {
  /** Cameras that were asked, as in the push `relays`. */
  'relays.report': call('nobody', nothing, z.array(RelayReport)),
  /** Contacts at cameras that raise alarms, as in the push `inputs`. */
  'inputs.report': call('nobody', nothing, z.array(InputReport)),
  /** Asks the camera for its outputs; the answer comes as push. */
  'relays.look': call('cameras.relay', z.object({ cameraId: z.string() }), nothing),
  /**
   * Switches an output; it goes off by itself. Gives whether the device said that it did: null where it has no word for
   * it. Refused `relays.none`, `relays.unknown-output`, `relays.unreachable`, `relays.unauthorised`, `relays.refused`.
   */
  'relays.switch': call(
    'cameras.relay',
    z.object({
      cameraId: z.string(),
      token: z.string().min(1).max(64),
      on: z.boolean(),
      /** Absent: as long as the site file allows. */
      seconds: z.number().int().min(1).max(longestRelaySeconds).optional(),
    }),
    z.object({ isConfirmed: z.boolean().nullable() }),
  ),
} as const
