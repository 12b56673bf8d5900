import { z } from 'zod'
import { armingCalls, ArmingReport } from './contract/arming.ts'
import { approvalsCalls, ApprovalsReport } from './contract/approvals.ts'
import { archivesCalls } from './contract/archives.ts'
import { attachmentsCalls } from './contract/attachments.ts'
import { booksCalls } from './contract/books.ts'
import { camerasCalls } from './contract/cameras.ts'
import { dailyCheckCalls, DailyCheckReport } from './contract/daily-check.ts'
import { DutyReport, dutyCalls } from './contract/duty.ts'
import { handoverCalls } from './contract/handover.ts'
import { exportsCalls } from './contract/exports.ts'
import { incidentsCalls } from './contract/incidents.ts'
import { inspectionCalls } from './contract/inspection.ts'
import { inspectorCalls } from './contract/inspector.ts'
import { IntrusionReport, intrusionCalls } from './contract/intrusion.ts'
import { ledgersCalls } from './contract/ledgers.ts'
import { outagesCalls } from './contract/outages.ts'
import { panelSetupCalls } from './contract/panel-setup.ts'
import { mapCalls } from './contract/map.ts'
import { peopleCalls } from './contract/people.ts'
import { ptzCalls } from './contract/ptz.ts'
import { responseCalls } from './contract/response.ts'
import { relayCalls } from './contract/relays.ts'
import { recordingsCalls } from './contract/recordings.ts'
import { recordsCalls } from './contract/records.ts'
import { rosterCalls, RosterReport } from './contract/roster.ts'
import { searchCalls } from './contract/search.ts'
import { siteTransferCalls } from './contract/site-transfer.ts'
import { shiftCalls } from './contract/shifts.ts'
import { snapshotCalls } from './contract/snapshots.ts'
import { shelvingCalls } from './contract/shelving.ts'
import { setupCalls } from './contract/setup.ts'
import { statisticsCalls } from './contract/statistics.ts'
import { stationCalls, StationState } from './contract/station.ts'
import { storageCalls } from './contract/storage.ts'
import { tensionCalls } from './contract/tension.ts'
import { timelineCalls } from './contract/timeline.ts'
import { viewsCalls } from './contract/views.ts'
import { InputReport } from './domain/camera-event.ts'
import { CameraReport } from './domain/camera.ts'
import { Drill } from './domain/drill.ts'
import { Flood } from './domain/flood.ts'
import { Incident } from './domain/incident.ts'
import { OutageReport } from './domain/outage.ts'
import { PanelWork } from './domain/panel-work.ts'
import { PtzReport } from './domain/ptz.ts'
import { RelayReport } from './domain/relay.ts'
import { SoundReport } from './domain/sound.ts'
import { StorageWarning } from './domain/storage.ts'
import { Shelf } from './domain/shelving.ts'
import { WallView } from './domain/wall.ts'
import { PresenceQuestion } from './domain/presence.ts'
import { ListChange } from './link-lists.ts'
import { refusalCodes } from './refusal.ts'
import { SiteView } from './site-view.ts'

/** Every call of the link: what it needs, takes and gives; one file a feature. Types of both ends derive from here. */
export const contract = {
  ...stationCalls,
  ...dutyCalls,
  ...peopleCalls,
  ...handoverCalls,
  ...rosterCalls,
  ...shiftCalls,
  ...camerasCalls,
  ...snapshotCalls,
  ...viewsCalls,
  ...ptzCalls,
  ...relayCalls,
  ...intrusionCalls,
  ...tensionCalls,
  ...armingCalls,
  ...incidentsCalls,
  ...shelvingCalls,
  ...responseCalls,
  ...statisticsCalls,
  ...recordingsCalls,
  ...timelineCalls,
  ...storageCalls,
  ...ledgersCalls,
  ...searchCalls,
  ...recordsCalls,
  ...booksCalls,
  ...inspectionCalls,
  ...inspectorCalls,
  ...exportsCalls,
  ...approvalsCalls,
  ...outagesCalls,
  ...dailyCheckCalls,
  ...attachmentsCalls,
  ...archivesCalls,
  ...setupCalls,
  ...siteTransferCalls,
  ...mapCalls,
  ...panelSetupCalls,
} as const

export type Contract = typeof contract
export type CallName = keyof Contract
export type CallInput<K extends CallName> = z.input<Contract[K]['input']>
export type CallOutput<K extends CallName> = z.output<Contract[K]['output']>
/** What a handler in core gets: parsed, with defaults filled in. */
export type HandlerInput<K extends CallName> = z.output<Contract[K]['input']>

/** What core tells every screen without being asked; the whole value each time, never a difference. */
export const pushes = {
  station: StationState,
  duty: DutyReport,
  /** The guard is asked whether he is there; null while he is not. */
  presence: PresenceQuestion,
  /** Who is planned at the desk now, and next. */
  roster: RosterReport,
  cameras: z.array(CameraReport),
  /** Cameras that turn: what they can do, who holds them, when they go back. */
  ptz: z.array(PtzReport),
  /** Outputs of cameras that were asked for them: how they are, when they go off. */
  relays: z.array(RelayReport),
  /** Contacts at cameras: zones without a panel. */
  inputs: z.array(InputReport),
  intrusion: IntrusionReport,
  /** Schedules, what is due, and which zones are out of service. */
  arming: ArmingReport,
  incidents: z.array(Incident),
  /** Zones whose alarms do not ring now. */
  shelving: z.array(Shelf),
  /** Alarms come faster than one person can handle; null while they do not. */
  flood: Flood.nullable(),
  /** 演练: the drill that runs; null while there is none. */
  drill: Drill.nullable(),
  /** What the seat must sound, and on what. */
  sound: SoundReport,
  /** Panels that are learned from, and walk tests. */
  panelWork: PanelWork,
  /** Saved views of the wall: the shared ones, and those of the person at the desk. */
  views: z.array(WallView),
  approvals: ApprovalsReport,
  /** Outages that were consented to and are not over. */
  outages: z.array(OutageReport),
  dailyCheck: DailyCheckReport,
  /** The disks will not hold what was promised; null while they will. */
  storage: StorageWarning.nullable(),
  /** The site was changed; the whole of what the screen may know of it. */
  site: SiteView,
} as const
export type Pushes = typeof pushes
export type PushName = keyof Pushes
export type PushValue<K extends PushName> = z.output<Pushes[K]>

/** Messages on the `/link` socket. */
export const Request = z.object({ id: z.number().int(), call: z.string(), input: z.unknown() })
export const Reply = z.discriminatedUnion('ok', [
  z.object({ id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.object({
    id: z.number().int(),
    ok: z.literal(false),
    code: z.enum(refusalCodes),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  }),
])
export type Reply = z.infer<typeof Reply>
/** A push: the whole value, or, for a screen that wishes it, what changed in a list. */
export const Push = z.union([
  z.object({ push: z.string(), change: ListChange }),
  z.object({ push: z.string(), value: z.unknown() }),
])
export type Push = z.infer<typeof Push>
