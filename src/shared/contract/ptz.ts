import { z } from 'zod'
import { PtzReport, PtzTarget, PtzVelocity } from '../domain/ptz.ts'
import { call, nothing } from './call.ts'

const camera = { cameraId: z.string() }

/** 云台: who turns which camera. A camera is turned only by whoever has taken it. */
export const ptzCalls = {
  /** Cameras that were asked, as in the push `ptz`. */
  'ptz.report': call('nobody', nothing, z.array(PtzReport)),
  /** Asks the camera what it can do; the answer comes as push. One that did not answer is asked again. */
  'ptz.look': call('cameras.ptz', z.object(camera), nothing),
  /** Refused `ptz.held` while somebody else has it; `takeOver` takes it from a lower rank (else `ptz.outranked`). */
  'ptz.take': call('cameras.ptz', z.object({ ...camera, takeOver: z.boolean() }), nothing),
  'ptz.release': call('cameras.ptz', z.object(camera), nothing),
  /** Moves for `moveHoldsMs`; asked again every `moveRenewMs` while the key is held. */
  'ptz.move': call('cameras.ptz', z.object({ ...camera, velocity: PtzVelocity }), nothing),
  'ptz.stop': call('cameras.ptz', z.object(camera), nothing),
  'ptz.go': call('cameras.ptz', z.object({ ...camera, to: PtzTarget }), nothing),
  /** Stores where the camera looks now, as a new preset or over the one of `token`. */
  'ptz.save-preset': call(
    'cameras.ptz-presets',
    z.object({
      ...camera,
      name: z.string().trim().min(1).max(20),
      token: z.string().min(1).max(64).nullable(),
    }),
    nothing,
  ),
  'ptz.remove-preset': call(
    'cameras.ptz-presets',
    z.object({ ...camera, token: z.string().min(1).max(64) }),
    nothing,
  ),
  /** Makes a preset or the home position the guard position; written into the site file. */
  'ptz.set-guard': call('cameras.ptz-presets', z.object({ ...camera, guard: PtzTarget }), nothing),
} as const
