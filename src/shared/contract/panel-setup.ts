import { z } from 'zod'
import { learnMostMinutes, PanelWork, walkTestMostMinutes } from '../domain/panel-work.ts'
import { CredentialState } from '../domain/setup.ts'
import { Panel, Partition, Zone } from '../site.ts'
import { isapiDevice, modbusDevice, ModbusModelId, pushDevice } from '../site/devices.ts'
import { call, nothing } from './call.ts'
import { CameraMeaning, GivenCredentials } from './setup.ts'

const id = Zone.shape.id
const ok = nothing
const [dc09Panel] = Panel.options
const reason = z.string().trim().min(1).max(200)
const modbusForce = modbusDevice.force.unwrap()
const port = z.number().int().min(1).max(65_535)

/** The AES key of an account, or the token of a device: none, one that is stored, or one as somebody typed it. It travels to core and never back. */
export const GivenKey = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('stored'), name: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('typed'), text: z.string().trim().min(1).max(64) }),
])
export type GivenKey = z.infer<typeof GivenKey>

/** How a panel is reached, as somebody fills it in: what netAdmin may change. */
export const GivenConnection = z.discriminatedUnion('driver', [
  z.object({
    driver: z.literal('dc09'),
    account: dc09Panel.shape.account,
    supervisionSeconds: dc09Panel.shape.supervisionSeconds.max(86_400),
    key: GivenKey,
    /** Null for a panel that only reports. */
    isapi: z.object({ url: z.url(), credentials: GivenCredentials }).nullable(),
  }),
  z.object({
    driver: z.literal('modbus'),
    model: ModbusModelId,
    host: z.string().trim().min(1).max(253),
    port,
    unitId: z.number().int().min(0).max(255),
    /** Where the device tells tension: so much above rest for so long is an intrusion. */
    force: modbusForce,
  }),
  z.object({ driver: z.literal('isapi'), url: isapiDevice.url, credentials: GivenCredentials }),
  z.object({
    driver: z.literal('http-push'),
    format: pushDevice.format,
    token: GivenKey,
    supervisionSeconds: z.number().int().min(5).max(86_400).nullable(),
  }),
])
export type GivenConnection = z.infer<typeof GivenConnection>

/** How a panel is reached, with the names of its secrets. */
export const PanelConnection = z.discriminatedUnion('driver', [
  z.object({
    driver: z.literal('dc09'),
    account: z.string(),
    supervisionSeconds: z.number().int(),
    keyName: z.string().nullable(),
    isapi: z.object({ url: z.string(), credentials: z.string() }).nullable(),
  }),
  z.object({
    driver: z.literal('modbus'),
    model: ModbusModelId,
    host: z.string(),
    port,
    unitId: z.number().int(),
    force: modbusForce,
  }),
  z.object({ driver: z.literal('isapi'), url: z.string(), credentials: z.string() }),
  z.object({
    driver: z.literal('http-push'),
    format: pushDevice.format,
    tokenName: z.string(),
    supervisionSeconds: z.number().int().nullable(),
  }),
])
export type PanelConnection = z.infer<typeof PanelConnection>

/** What a panel is: what equipmentOfficer decides. */
export const PanelMeaning = z.object({ name: Zone.shape.name, place: CameraMeaning.shape.place })
export type PanelMeaning = z.infer<typeof PanelMeaning>

export const PartitionMeaning = Partition.pick({ name: true, number: true, kind: true })
export type PartitionMeaning = z.infer<typeof PartitionMeaning>

/** What a zone is; which kinds need a partition is checked with the whole site. */
export const ZoneMeaning = z.object({
  name: Zone.shape.name,
  number: Zone.shape.number,
  kind: Zone.shape.kind,
  detector: Zone.shape.detector,
  partitionId: z.string().nullable(),
  place: CameraMeaning.shape.place,
  /** Null leaves a zone where it is drawn, e.g. the course of a fence; a new zone needs one. */
  position: z.object({ plan: z.string(), at: z.tuple([z.number(), z.number()]) }).nullable(),
  /** The best first. */
  cameraIds: z.array(z.string()).max(16),
})
export type ZoneMeaning = z.infer<typeof ZoneMeaning>

export const PanelSetup = z.object({
  id,
  name: z.string(),
  placeId: z.string(),
  connection: PanelConnection,
  partitions: z.array(Partition.pick({ id: true, name: true, number: true, kind: true })),
  zones: z.array(Zone.omit({ partition: true }).extend({ partitionId: z.string().nullable() })),
})
export type PanelSetup = z.infer<typeof PanelSetup>

export const PanelsOverview = z.object({
  panels: z.array(PanelSetup),
  retired: z.array(PanelSetup),
  credentials: z.array(CredentialState),
  places: z.array(z.object({ id, name: z.string() })),
  cameras: z.array(z.object({ id, name: z.string() })),
  /** The port on which panels report (SIA DC-09); null: the station does not listen. */
  receiverPort: z.number().int().nullable(),
  /** The port that devices push their events to (HTTP); null: the station does not listen. */
  pushPort: z.number().int().nullable(),
})
export type PanelsOverview = z.infer<typeof PanelsOverview>

/** What a device told when it was asked: numbers of its partitions and zones. */
export const ConnectionFacts = z.object({
  partitions: z.array(z.number().int()),
  zones: z.array(z.number().int()),
})
export type ConnectionFacts = z.infer<typeof ConnectionFacts>

export const panelSetupCalls = {
  'panels.overview': call('intrusion.read-setup', nothing, PanelsOverview),
  /** Dials the device once, with what is filled in, and reads its state; nothing is saved. */
  'panels.test': call('intrusion.network', z.object({ connection: GivenConnection }), ConnectionFacts),
  'panels.add': call(
    'intrusion.configure',
    z.object({ meaning: PanelMeaning, connection: GivenConnection }),
    z.object({ id }),
  ),
  'panels.change': call('intrusion.configure', z.object({ id, meaning: PanelMeaning }), ok),
  'panels.change-connection': call('intrusion.network', z.object({ id, connection: GivenConnection }), ok),
  /** Out of service: no longer listened to nor shown; its ids and names stay readable. */
  'panels.retire': call('intrusion.configure', z.object({ id, reason }), ok),
  'panels.return': call('intrusion.configure', z.object({ id }), ok),
  'panels.set-receiver': call(
    'intrusion.network',
    z.object({ kind: z.enum(['dc09', 'http-push']), port }),
    ok,
  ),
  /** Adds a partition (`id` null) or changes one. */
  'panels.put-partition': call(
    'intrusion.configure',
    z.object({ panelId: id, id: id.nullable(), meaning: PartitionMeaning }),
    z.object({ id }),
  ),
  'panels.remove-partition': call('intrusion.configure', z.object({ panelId: id, id }), ok),
  /** Adds a zone (`id` null) or changes one. */
  'panels.put-zone': call(
    'intrusion.configure',
    z.object({ panelId: id, id: id.nullable(), meaning: ZoneMeaning }),
    z.object({ id }),
  ),
  'panels.remove-zone': call('intrusion.configure', z.object({ panelId: id, id, reason }), ok),
  'panel-work.report': call('nobody', nothing, PanelWork),
  'panel-work.learn': call(
    'intrusion.configure',
    z.object({ panelId: id, minutes: z.number().int().min(1).max(learnMostMinutes) }),
    ok,
  ),
  'panel-work.stop-learning': call('intrusion.configure', z.object({ panelId: id }), ok),
  'panel-work.start-walk-test': call(
    'intrusion.walk-test',
    z.object({
      panelId: id,
      /** Null tests the whole panel. */
      partitionId: id.nullable(),
      reason,
      minutes: z.number().int().min(1).max(walkTestMostMinutes),
    }),
    z.object({ id: z.number().int() }),
  ),
  'panel-work.end-walk-test': call('intrusion.walk-test', z.object({ id: z.number().int() }), ok),
} as const
