import { z } from 'zod'
import { CameraReport } from './domain/camera.ts'
import { Checklist } from './domain/checklist.ts'
import { Person, Session } from './domain/duty.ts'
import { Incident, IncidentAction } from './domain/incident.ts'
import { PanelLine, PartitionState, ZoneState } from './domain/intrusion.ts'
import { LedgerColumn, LedgerId, LedgerPage, LedgerQuery } from './domain/ledger.ts'
import { Coverage, Grant, PlaybackPurpose, Span } from './domain/recording.ts'
import type { Permission } from './domain/rights.ts'
import { Plan } from './site.ts'
import { refusalCodes } from './refusal.ts'
import { SiteView } from './site-view.ts'

/** Who may make a call: anybody at the desk, anybody signed on, or somebody with the named right. */
export type Needs = 'nobody' | 'sign-on' | Permission

function call<I extends z.ZodType, O extends z.ZodType>(needs: Needs, input: I, output: O) {
  return { needs, input, output }
}

const nothing = z.object({})

/** The state of the station as a whole, for the top strip. */
export const StationState = z.object({
  version: z.string(),
  startedAtMs: z.number(),
  /** The station's clock when this was sent; the screen shows Beijing time from it. */
  nowMs: z.number(),
  /**
   * The station's clock against the school's time server, ms, above zero when it is ahead; at most an hour old. Null when
   * no server is set up or none answers.
   */
  clockDeviationMs: z.number().nullable(),
  /** Fields of the site file that are wrong; empty when it was accepted. */
  configErrors: z.array(z.object({ path: z.string(), message: z.string() })),
  journal: z.object({
    entries: z.number().int(),
    headHash: z.string(),
    /** `broken` names the first bad entry; it is shown to everyone and cannot be dismissed. */
    state: z.enum(['checking', 'whole', 'broken']),
    firstBadSeq: z.number().int().nullable(),
  }),
})
export type StationState = z.infer<typeof StationState>

export const PanelReport = z.object({
  id: z.string(),
  line: PanelLine,
  sinceMs: z.number(),
  power: z.enum(['unknown', 'ok', 'fault']),
  battery: z.enum(['unknown', 'ok', 'fault']),
})
export type PanelReport = z.infer<typeof PanelReport>

export const PartitionReport = z.object({
  id: z.string(),
  panelId: z.string(),
  state: PartitionState,
  sinceMs: z.number(),
  /** For a perimeter out of its norm: when it must be armed again; null otherwise. */
  rearmAtMs: z.number().nullable(),
  reason: z.string(),
  /** How the last change came about. */
  changedBy: z.string(),
})
export type PartitionReport = z.infer<typeof PartitionReport>

export const ZoneReport = z.object({
  id: z.string(),
  state: ZoneState,
  sinceMs: z.number(),
  /** Perimeter only: whether this segment itself is armed; null when not known or not applicable. */
  armed: z.boolean().nullable(),
  lastEventAtMs: z.number().nullable(),
  lastEvent: z.string(),
})
export type ZoneReport = z.infer<typeof ZoneReport>

export const IntrusionReport = z.object({
  panels: z.array(PanelReport),
  partitions: z.array(PartitionReport),
  zones: z.array(ZoneReport),
})
export type IntrusionReport = z.infer<typeof IntrusionReport>

export const DutyReport = z.object({
  /** Who signed on at this desk; null when nobody did. */
  session: Session.nullable(),
  /** Since when the room has no active shift; null while it is manned. */
  unmannedSinceMs: z.number().nullable(),
})
export type DutyReport = z.infer<typeof DutyReport>

/** Every call of the link: what it needs, takes and gives. Types of both ends derive from here. */
export const contract = {
  'station.state': call('nobody', nothing, StationState),
  'site.view': call('nobody', nothing, SiteView),
  'site.plan': call('nobody', z.object({ id: z.string() }), Plan),
  'duty.people': call('nobody', nothing, z.array(Person)),
  'duty.report': call('nobody', nothing, DutyReport),
  'duty.sign-on': call(
    'nobody',
    z.object({ userId: z.string(), pin: z.string().max(64), secrecyAccepted: z.boolean() }),
    Session,
  ),
  'duty.sign-off': call('sign-on', z.object({ note: z.string().max(500) }), nothing),
  'duty.hand-over': call(
    'duty.stand-watch',
    z.object({ toUserId: z.string(), pin: z.string().max(64), note: z.string().max(1000) }),
    Session,
  ),
  'duty.note': call('duty.note', z.object({ text: z.string().trim().min(1).max(1000) }), nothing),
  'cameras.list': call('nobody', nothing, z.array(CameraReport)),
  'intrusion.report': call('nobody', nothing, IntrusionReport),
  'intrusion.arm': call(
    'intrusion.arm',
    z.object({ partitionId: z.string(), checklist: Checklist }),
    PartitionReport,
  ),
  /** Needs `intrusion.arm`, for a perimeter `intrusion.disarm-perimeter`: core looks at what is to be disarmed. */
  'intrusion.disarm': call(
    'sign-on',
    z.object({
      partitionId: z.string(),
      reason: z.string().trim().max(300),
      /** Required for a perimeter: when it will be armed again, ms UTC. */
      rearmAtMs: z.number().nullable(),
    }),
    PartitionReport,
  ),
  'incidents.open': call('nobody', nothing, z.array(Incident)),
  /** 发现情况: in the picture of a camera, or at a place that the text names. */
  'incidents.observe': call(
    'incidents.handle',
    z.object({ cameraId: z.string().nullable(), text: z.string().trim().max(500) }),
    Incident,
  ),
  'incidents.act': call(
    'incidents.handle',
    z.object({ id: z.number().int(), action: IncidentAction }),
    Incident,
  ),
  /** The screen has painted the pop-up of this incident. */
  'incidents.shown': call('nobody', z.object({ id: z.number().int() }), nothing),
  'recordings.coverage': call(
    'recordings.daily-check',
    z.object({ cameraIds: z.array(z.string()).max(64), span: Span }),
    z.array(Coverage),
  ),
  'recordings.request': call(
    'sign-on',
    z.object({
      purpose: PlaybackPurpose,
      note: z.string().trim().max(300),
      cameraIds: z.array(z.string()).min(1).max(16),
      span: Span,
    }),
    Grant,
  ),
  'recordings.watched': call(
    'sign-on',
    z.object({ grantId: z.string(), cameraId: z.string(), fromMs: z.number(), toMs: z.number() }),
    nothing,
  ),
  'recordings.finish': call('sign-on', z.object({ grantId: z.string() }), nothing),
  'ledgers.list': call(
    'ledgers.read',
    nothing,
    z.array(z.object({ id: LedgerId, title: z.string(), columns: z.array(LedgerColumn) })),
  ),
  'ledgers.page': call(
    'ledgers.read',
    LedgerQuery.extend({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }),
    LedgerPage,
  ),
  /** The form as it goes to paper: one HTML document. The journal notes who had it made. */
  'ledgers.form': call('ledgers.export', LedgerQuery, z.object({ html: z.string(), fileName: z.string() })),
  /** Writes a file into the station's export folder; the shell copies it to where the person chooses. */
  'ledgers.export': call(
    'ledgers.export',
    LedgerQuery.extend({ format: z.enum(['xlsx', 'csv']) }),
    z.object({ fileName: z.string() }),
  ),
  'journal.verify': call(
    'journal.verify',
    nothing,
    z.object({ entries: z.number().int(), firstBadSeq: z.number().int().nullable(), headHash: z.string() }),
  ),
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
  cameras: z.array(CameraReport),
  intrusion: IntrusionReport,
  incidents: z.array(Incident),
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
export const Push = z.object({ push: z.string(), value: z.unknown() })
