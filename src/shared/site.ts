import { z } from 'zod'
import { ZoneKind } from './domain/intrusion.ts'
import { PtzTarget } from './domain/ptz.ts'
import { Role } from './domain/rights.ts'
import { BackupSettings } from './site/backup.ts'
import { defaultDutyRules, DutyRules } from './site/duty.ts'
import { keypadUsers, partitionArming, schoolDays } from './site/arming.ts'
import { IsapiEvents, isapiDevice, modbusDevice, pushDevice, PushReceiver } from './site/devices.ts'
import { ArchiveCalendar } from './site/terms.ts'
import { planMapParts } from './site/map.ts'
import { personParts } from './site/people.ts'
import { checkReferences } from './site/references.ts'
import { cameraInputs, cameraRelays } from './site/relays.ts'
import { AlarmResponse } from './site/response.ts'

/**
 * The site file: everything the station knows about the school before it starts. Checked once, when core reads it.
 * `resources/site.schema.json` is generated from here (`npm run schema`).
 */

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .describe('lower-case letters, digits and hyphens; unique in the file')
const name = z.string().min(1).max(40)
const mapPoint = z.tuple([z.number(), z.number()]).describe('[x, y] in plan units; y grows downwards')

/** Where a device must stand: the lists of and A-N2. */
export const PlaceType = z.enum([
  'main-gate',
  'side-gate',
  'outside-25m',
  'perimeter',
  'playground',
  'gymnasium',
  'lobby',
  'corridor',
  'stairs',
  'lift',
  'dormitory',
  'canteen-store',
  'canteen-kitchen',
  'canteen-dining',
  'archive',
  'broadcast',
  'computer-room',
  'network-centre',
  'finance',
  'hazardous-store',
  'guard-room',
  'principal-office',
  'duty-room',
  'security-plant',
  'car-park',
  'other',
])
export type PlaceType = z.infer<typeof PlaceType>

const Place = z.object({
  id,
  name,
  type: PlaceType,
  building: z.string().max(40).optional(),
  floor: z.string().max(10).optional(),
  keyArea: z.boolean().default(false).describe('重点要害部位 (B-4.4.1.d): recordings kept 90 days'),
})
export type Place = z.infer<typeof Place>

export const PlanShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('building'),
    label: z.string(),
    points: z.array(mapPoint).min(3),
  }),
  z.object({ kind: z.literal('field'), label: z.string(), centre: mapPoint, radius: mapPoint }),
  z.object({ kind: z.literal('wall'), points: z.array(mapPoint).min(2) }),
  z.object({ kind: z.literal('gate'), label: z.string(), points: z.array(mapPoint).length(2) }),
  z.object({ kind: z.literal('road'), points: z.array(mapPoint).min(2), width: z.number().positive() }),
  z.object({ kind: z.literal('green'), points: z.array(mapPoint).min(3) }),
])
export type PlanShape = z.infer<typeof PlanShape>

/** One outdoor area or floor: a drawing, a picture or tiles. */
export const Plan = z.object({
  id,
  name,
  width: z.number().positive(),
  height: z.number().positive(),
  metresPerUnit: z.number().positive().default(1),
  shapes: z.array(PlanShape),
  ...planMapParts,
})
export type Plan = z.infer<typeof Plan>

const planPosition = z.object({ plan: id, at: mapPoint })

const Stream = z.object({
  url: z.url({ protocol: /^rtsps?$/ }).describe('rtsp://host:port/path without user or password'),
})

/** How times are written in an address: `20261122T101500Z`, `2026_11_22_10_15_00`, or seconds since 1970. */
export const RecorderTimes = z.enum(['basic-utc', 'basic-local', 'underscore-local', 'unix'])
export type RecorderTimes = z.infer<typeof RecorderTimes>

/** Where the recorder of the school (NVR) keeps a camera's recordings. */
export const CameraRecorder = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('onvif'),
    url: z.url().describe('device service of the recorder; it needs ONVIF Profile G'),
    source: z
      .string()
      .min(1)
      .describe('token of the recording on the recorder, or the id or name of its source'),
    credentials: z.string().optional().describe('name of credentials in the vault, or in secrets.json'),
  }),
  z.object({
    kind: z.literal('rtsp-template'),
    url: z.url({ protocol: /^rtsp$/ }).describe('rtsp://host:port without user or password'),
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
  onvif: z.object({ url: z.url() }).optional(),
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

export const Zone = z.object({
  id,
  name,
  number: z.number().int().positive().describe('number on the device'),
  partition: id.optional().describe('absent for panic, fire and tamper zones: they are never disarmed'),
  kind: ZoneKind,
  detector: z.enum(['pir', 'panic-button', 'tension-fence', 'smoke', 'contact', 'other']),
  place: id,
  plan: id,
  at: mapPoint.optional().describe('position of a detector or button'),
  line: z.array(mapPoint).min(2).optional().describe('course of a fence segment'),
  area: z.array(mapPoint).min(3).optional().describe('what the zone guards'),
  cameras: z.array(id).default([]).describe('linked cameras, the best first'),
})
export type Zone = z.infer<typeof Zone>

export const Partition = z.object({
  id,
  name,
  number: z.number().int().nonnegative().describe('number on the device; 0 = the whole device'),
  kind: z.enum(['intrusion', 'perimeter']).describe('perimeter: armed is the norm (A-15.3.1)'),
  ...partitionArming,
})
export type Partition = z.infer<typeof Partition>

const panelBase = {
  id,
  name,
  place: id,
  position: planPosition.optional().describe('where it hangs, for the map'),
  partitions: z.array(Partition),
  zones: z.array(Zone),
  keypadUsers,
}

/** An alarm panel: reports by SIA DC-09, is commanded over ISAPI SecurityCP when `isapi` is given. */
const Dc09Panel = z.object({
  driver: z.literal('dc09'),
  ...panelBase,
  account: z.string().regex(/^[0-9A-F]{3,16}$/),
  encryptionKey: z
    .string()
    .optional()
    .describe(
      'name of credentials whose password is the AES key of the account (32, 48 or 64 hex digits, or 16, 24 or 32 characters); with it only encrypted messages count',
    ),
  supervisionSeconds: z
    .number()
    .int()
    .positive()
    .describe('interval of the NULL message the panel is set to'),
  isapi: z.object({ url: z.url(), credentials: z.string() }).optional(),
})

/** A fence host that is polled over Modbus TCP by the register map of its model. */
const ModbusPanel = z.object({ driver: z.literal('modbus'), ...panelBase, ...modbusDevice })
/** An alarm panel that is listened to (alertStream) and commanded (SecurityCP) over ISAPI. */
const IsapiPanel = z.object({ driver: z.literal('isapi'), ...panelBase, ...isapiDevice })
/** A device that sends its events to the station's HTTP port. */
const PushPanel = z.object({ driver: z.literal('http-push'), ...panelBase, ...pushDevice })
export const Panel = z.discriminatedUnion('driver', [Dc09Panel, ModbusPanel, IsapiPanel, PushPanel])
export type Panel = z.infer<typeof Panel>

export const SiteUser = z.object({
  id,
  name,
  roles: z.array(Role).min(1),
  pinHash: z
    .string()
    .default('none')
    .describe('made by `npm run pin-hash`; scrypt. Absent: the PIN is given on the page 人员与权限'),
  certificate: z
    .object({ number: z.string(), validTo: z.iso.date() })
    .optional()
    .describe('《保安员》 certificate (A-9)'),
  phone: z.string().optional(),
  ...personParts,
})
export type SiteUser = z.infer<typeof SiteUser>

export const Contact = z.object({
  name,
  role: z.string(),
  phone: z.string(),
  when: z.enum(['always', 'working-hours']).default('always'),
})
export type Contact = z.infer<typeof Contact>

/** An NTP server of the school's network, or the district's. */
export const TimeServer = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535).default(123),
})
export type TimeServer = z.infer<typeof TimeServer>

/** A disk that recordings are kept on. */
export const RecordingVolume = z.object({
  id,
  path: z.string().min(1).max(500).describe('absolute path of an existing folder on that disk'),
  budgetGb: z
    .number()
    .positive()
    .optional()
    .describe('most that recordings may take there, 10^9 bytes; absent: what is free, less a reserve'),
})
export type RecordingVolume = z.infer<typeof RecordingVolume>

export const SiteFile = z
  .object({
    $schema: z.string().optional(),
    version: z.literal(1),
    site: z.object({
      id,
      name: z.string().min(1).max(40),
      profile: z.enum(['school', 'university']).default('school'),
      notice: z.string().max(200).optional().describe('shown on the sign-on page, e.g. that this is a demo'),
    }),
    plans: z.array(Plan).min(1),
    places: z.array(Place).min(1),
    cameras: z.array(Camera),
    alarmReceiver: z
      .object({ host: z.string().default('0.0.0.0'), port: z.number().int().min(0).max(65535) })
      .optional()
      .describe('where alarm panels report to this station (SIA DC-09, TCP and UDP)'),
    pushReceiver: PushReceiver.optional().describe('where devices push their events to this station (HTTP)'),
    panels: z.array(Panel),
    retiredPanels: z
      .array(Panel)
      .default([])
      .describe('taken out of service; their ids are never given again'),
    users: z.array(SiteUser).min(1),
    duty: DutyRules.default(defaultDutyRules),
    contacts: z.array(Contact).default([]),
    quickPhrases: z.array(z.string().max(100)).default([]),
    schoolDays,
    response: AlarmResponse.prefault({}),
    storage: z
      .array(RecordingVolume)
      .max(16)
      .default([])
      .describe('disks for recordings; none: the folder `recordings` of the data folder'),
    backup: BackupSettings.optional().describe('copies of the records on a second disk or a share'),
    archives: ArchiveCalendar.prefault({}).describe('terms, after which the record goes to the authority'),
    timeServers: z
      .array(TimeServer)
      .max(8)
      .default([])
      .describe('NTP servers that the clock is compared with (A-15.1.4.b), asked in this order'),
  })
  .superRefine(checkReferences)
export type SiteFile = z.infer<typeof SiteFile>
