import { z } from 'zod'

/**
 * What a camera itself reports, normalised over all ways it comes (ONVIF, ISAPI alertStream, HTTP push).
 * - `motion`: something moves in the picture; `intrusion`: a line was crossed or an area entered, by its own analysis
 * - `tamper`: covered, turned away or out of focus on purpose; `image-quality`: too dark, too bright, blurred
 * - `video-loss`: a recorder or encoder gets no picture of the channel
 * - `digital-input`: a contact that is wired to the camera; `storage-fault`: its card or disk failed
 */
export const CameraEventKind = z.enum([
  'motion',
  'intrusion',
  'tamper',
  'image-quality',
  'video-loss',
  'digital-input',
  'storage-fault',
])
export type CameraEventKind = z.infer<typeof CameraEventKind>

/** How a contact at a camera is now; `id` as in `InputView`. Unknown until the camera says so. */
export const InputReport = z.object({ id: z.string(), state: z.enum(['unknown', 'normal', 'active']) })
export type InputReport = z.infer<typeof InputReport>
