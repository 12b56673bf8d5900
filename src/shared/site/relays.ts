import { z } from 'zod'
import { longestRelaySeconds, RelayUse } from '../domain/relay.ts'

/** An output of a camera, as the school calls it. */
const CameraRelay = z.object({
  token: z.string().min(1).max(64).describe('of the output, as the camera names it'),
  name: z.string().min(1).max(40),
  use: RelayUse.default('other').describe('what it switches'),
  mostSeconds: z
    .number()
    .int()
    .min(1)
    .max(longestRelaySeconds)
    .optional()
    .describe('goes off by itself after this; default: a light 600, all else 60'),
})

export const cameraRelays = z
  .array(CameraRelay)
  .max(16)
  .optional()
  .describe('outputs; one that is not named here is shown by its token, of a recorder not at all')

/** A contact that is wired to a camera: a zone of the school's alarm without a panel, always on. */
export const CameraInput = z.object({
  token: z.string().min(1).max(64).describe('of the input, as the camera names it'),
  name: z.string().min(1).max(40),
  alarm: z
    .enum(['panic', 'fire', 'intrusion', 'tamper', 'none'])
    .default('none')
    .describe('what it means when it is active; none: it is only written down'),
  activeWhen: z
    .enum(['true', 'false'])
    .default('true')
    .describe('the logical state, as the camera tells it, in which it is active'),
  position: z
    .object({ plan: z.string(), at: z.tuple([z.number(), z.number()]) })
    .optional()
    .describe('where the button or contact is, for the map; absent: beside its camera'),
})
export type CameraInput = z.infer<typeof CameraInput>

export const cameraInputs = z
  .array(CameraInput)
  .max(16)
  .optional()
  .describe('contacts wired to the camera (ONVIF)')
