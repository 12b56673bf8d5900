import { z } from 'zod'
import { ClockVerdict, CredentialState, FoundCamera, FoundDevice, StreamFacts } from '../domain/setup.ts'
import { Camera, PlaceType } from '../site.ts'
import { call, nothing } from './call.ts'

const id = Camera.shape.id
const ok = nothing
const rtspUrl = Camera.shape.streams.shape.main.shape.url
const position = z.object({
  plan: z.string(),
  at: z.tuple([z.number(), z.number()]),
  directionDegrees: z.number().min(0).max(360),
  fieldOfViewDegrees: z.number().min(1).max(360),
  rangeUnits: z.number().positive(),
})

/** User and password as somebody typed them, or the name of stored ones. They travel to core and never back. */
export const GivenCredentials = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('stored'), name: z.string().min(1).max(64) }),
  z.object({
    kind: z.literal('typed'),
    user: z.string().min(1).max(128),
    password: z.string().max(256),
  }),
])
export type GivenCredentials = z.infer<typeof GivenCredentials>

/** How a camera is reached: what netAdmin may change. */
export const CameraNetwork = z.object({
  mainUrl: rtspUrl,
  subUrl: rtspUrl.nullable(),
  transport: Camera.shape.transport.unwrap(),
  onvifUrl: Camera.shape.onvif.unwrap().shape.url.nullable(),
})
export type CameraNetwork = z.infer<typeof CameraNetwork>

/** What a camera is: what equipmentOfficer decides. */
export const CameraMeaning = z.object({
  name: Camera.shape.name,
  place: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('existing'), id: z.string() }),
    z.object({
      kind: z.literal('new'),
      name: z.string().min(1).max(40),
      type: PlaceType,
      keyArea: z.boolean(),
    }),
  ]),
  viewPurposes: Camera.shape.viewPurposes.unwrap(),
  record: Camera.shape.record.unwrap(),
  retentionDays: z.union([z.literal(30), z.literal(90), z.number().int().min(30).max(3_650)]),
  enabled: z.boolean(),
  position,
})
export type CameraMeaning = z.infer<typeof CameraMeaning>

/** A camera of the site as it is set up; no user, no password. */
export const CameraSetup = z.object({
  id,
  name: z.string(),
  placeId: z.string(),
  viewPurposes: Camera.shape.viewPurposes.unwrap(),
  record: Camera.shape.record.unwrap(),
  retentionDays: z.number().int(),
  enabled: z.boolean(),
  retired: z.boolean(),
  position,
  network: CameraNetwork,
  credentials: z.string().nullable(),
})
export type CameraSetup = z.infer<typeof CameraSetup>

export const SetupOverview = z.object({
  cameras: z.array(CameraSetup),
  credentials: z.array(CredentialState),
  places: z.array(z.object({ id: z.string(), name: z.string(), type: PlaceType, keyArea: z.boolean() })),
})
export type SetupOverview = z.infer<typeof SetupOverview>

/** One line of a CSV of cameras, checked. Columns are those of the template; the password stays in core. */
export const CsvRow = z.object({
  /** Line of the file, from 2. */
  line: z.number().int(),
  name: z.string(),
  place: z.string(),
  address: z.string(),
  /** What is wrong: the row will not be saved. Text keys below `setup.csv.error.`, with parameters. */
  errors: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.string()) })),
  /** What is worth a second look; the row can be saved. */
  warnings: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.string()) })),
})
export type CsvRow = z.infer<typeof CsvRow>

/** What became of each camera that was to be added. */
export const AddOutcome = z.object({
  name: z.string(),
  /** Null when it was not added. */
  id: z.string().nullable(),
  /** Why not, a refusal's code; null when it was. */
  code: z.string().nullable(),
})
export type AddOutcome = z.infer<typeof AddOutcome>

const csvText = z.string().max(512 * 1024)

export const setupCalls = {
  'setup.overview': call('cameras.read-setup', nothing, SetupOverview),
  /** WS-Discovery on all networks; takes about four seconds. */
  'setup.discover': call(
    'cameras.network',
    nothing,
    z.object({ devices: z.array(FoundDevice), failures: z.array(z.string()) }),
  ),
  /** Asks one device over ONVIF: password, clock, profiles of each channel. */
  'setup.inspect': call(
    'cameras.network',
    z.object({ address: z.string().min(1).max(300), credentials: GivenCredentials }),
    z.object({
      address: z.string(),
      manufacturer: z.string(),
      model: z.string(),
      firmware: z.string(),
      serialNumber: z.string(),
      clock: ClockVerdict,
      channels: z.array(FoundCamera),
    }),
  ),
  /** Dials one stream and tells what it is. */
  'setup.test-stream': call(
    'cameras.network',
    z.object({ url: rtspUrl, transport: CameraNetwork.shape.transport, credentials: GivenCredentials }),
    StreamFacts,
  ),
  /** One picture of a stream, JPEG in base64. */
  'setup.test-picture': call(
    'cameras.test-picture',
    z.object({ url: rtspUrl, transport: CameraNetwork.shape.transport, credentials: GivenCredentials }),
    z.object({ jpegBase64: z.string() }),
  ),
  /** Adds cameras in one go; those that cannot be added are told, the others are there. */
  'setup.add': call(
    'cameras.configure',
    z.object({
      cameras: z
        .array(
          z.object({
            meaning: CameraMeaning,
            network: CameraNetwork,
            credentials: GivenCredentials,
          }),
        )
        .min(1)
        .max(256),
    }),
    z.array(AddOutcome),
  ),
  'setup.change': call('cameras.configure', z.object({ id, meaning: CameraMeaning }), ok),
  'setup.change-network': call(
    'cameras.network',
    z.object({ id, network: CameraNetwork, credentials: z.string().nullable() }),
    ok,
  ),
  /** Out of service: no longer dialled nor shown; its name and recordings stay readable. */
  'setup.retire': call('cameras.configure', z.object({ id, reason: z.string().min(1).max(200) }), ok),
  'setup.return': call('cameras.configure', z.object({ id }), ok),
  'setup.set-credentials': call(
    'cameras.credentials',
    z.object({
      name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
      user: z.string().min(1).max(128),
      password: z.string().max(256),
    }),
    ok,
  ),
  'setup.remove-credentials': call('cameras.credentials', z.object({ name: z.string() }), ok),
  /** Moves what the secrets file holds into the vault and deletes the file. */
  'setup.move-credentials': call('cameras.credentials', nothing, z.object({ names: z.array(z.string()) })),
  /** Writes the template into the export folder; gives the file's name. */
  'setup.csv-template': call('cameras.configure', nothing, z.object({ fileName: z.string() })),
  'setup.csv-preview': call('cameras.configure', z.object({ text: csvText }), z.array(CsvRow)),
  /** Tries the stream of one row on its device; rows wait for each other. A row that fails may still be saved. */
  'setup.csv-check': call(
    'cameras.configure',
    z.object({ text: csvText, line: z.number().int() }),
    StreamFacts,
  ),
  /** Saves the rows without errors. */
  'setup.csv-add': call('cameras.configure', z.object({ text: csvText }), z.array(AddOutcome)),
} as const
