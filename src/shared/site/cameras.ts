import { z } from 'zod'
import { PtzTarget } from '../domain/ptz.ts'
import { deviceAddress, id, name, planPosition } from './basics.ts'
import { IsapiEvents } from './devices.ts'
import { cameraInputs, cameraRelays } from './relays.ts'

const Stream = z.object({
  url: deviceAddress(/^rtsps?$/).describe('rtsp://host:port/path without user or password'),
})

/** How times are written in an address: `20261122T101500Z`, `2026_11_22_10_15_00`, or seconds since 1970. */
export const RecorderTimes = z.enum(['basic-utc', 'basic-local', 'underscore-local', 'unix'])
export type RecorderTimes = z.infer<typeof RecorderTimes>

/** Where the recorder of the school (NVR) keeps a camera's recordings. */
export const CameraRecorder = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('onvif'),
    url: deviceAddress(/^https?$/).describe('device service of the recorder; it needs ONVIF Profile G'),
    source: z
      .string()
      .min(1)
      .describe('token of the recording on the recorder, or the id or name of its source'),
    credentials: z.string().optional().describe('name of credentials in the vault, or in secrets.json'),
  }),
  z.object({
    kind: z.literal('rtsp-template'),
    url: deviceAddress(/^rtsp$/).describe('rtsp://host:port without user or password'),
    template: z
      .string()
      .regex(/^(?:hikvision|dahua|\/[^\s'"]*)$/)
      .describe('hikvision, dahua, or a path with {channel}, {start} and {end}'),
    channel: z.number().int().min(1).max(512).default(1),
    times: RecorderTimes.optional().describe(
      'default basic-utc for hikvision (some firmware means local time: basic-local), underscore-local for dahua',
    ),
    credentials: z.string().optional().describe('name of credentials in the vault, or in secrets.json'),
  }),
])
export type CameraRecorder = z.infer<typeof CameraRecorder>

/** What a camera is there to show (A-5.1, A-N2.1.1, A-N2.1.3 – 5); a gate needs the first three. */
export const ViewPurpose = z.enum([
  'overview',
  'face',
  'plate',
  'outside-25m',
  'activity',
  'food-processing',
  'key-area',
])
export type ViewPurpose = z.infer<typeof ViewPurpose>

export const Camera = z.object({
  id,
  name,
  place: id,
  viewPurposes: z.array(ViewPurpose).default([]).describe('what the picture must show (A-N2.1)'),
  streams: z.object({ main: Stream, sub: Stream.optional() }),
  transport: z.enum(['tcp', 'udp', 'multicast']).default('tcp'),
  onvif: z.object({ url: deviceAddress(/^https?$/) }).optional(),
  isapiEvents: IsapiEvents.optional().describe('where it tells its events, instead of over ONVIF'),
  ptz: z
    .object({ guard: PtzTarget.describe('where it goes back to, two minutes after the last command') })
    .optional()
    .describe('of a camera that turns; without it: its home position, where it has one'),
  relays: cameraRelays,
  inputs: cameraInputs,
  credentials: z.string().optional().describe('name of credentials in the vault, or in secrets.json'),
  record: z.enum(['main', 'sub', 'off']).default('main'),
  recorder: CameraRecorder.optional().describe('where the recorder of the school keeps this camera (NVR)'),
  retentionDays: z.number().int().min(30).default(30).describe('A-15.1.4.a: at least 30 days'),
  enabled: z.boolean().default(true),
  retired: z
    .boolean()
    .default(false)
    .describe('taken out of service: never dialled, not shown; its name and recordings stay readable'),
  position: planPosition.extend({
    directionDegrees: z.number().min(0).max(360).default(0).describe('0 = up on the plan, clockwise'),
    fieldOfViewDegrees: z.number().min(1).max(360).default(70),
    rangeUnits: z.number().positive().default(60),
  }),
})
export type Camera = z.infer<typeof Camera>
