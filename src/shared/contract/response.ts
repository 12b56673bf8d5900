import { z } from 'zod'
import { Drill } from '../domain/drill.ts'
import { ProcedureId } from '../domain/incident-care.ts'
import { Procedure, ProcedureStep } from '../domain/procedure.ts'
import { AudioState, SoundReport } from '../domain/sound.ts'
import { FaultTicket } from '../domain/ticket.ts'
import { AlarmResponse, LinkageRule } from '../site/response.ts'
import { call, nothing } from './call.ts'

const incidentId = z.number().int()

/** How alarms are answered: procedures, linkage, drill, sound, fault tickets. */
export const responseCalls = {
  /** The newest version of each. */
  'procedures.list': call('nobody', nothing, z.array(Procedure)),
  /** All versions of one, the newest first. */
  'procedures.history': call('sign-on', z.object({ id: ProcedureId }), z.array(Procedure)),
  /** The version by which an incident is handled; null when there is none. */
  'procedures.version': call(
    'nobody',
    z.object({ id: ProcedureId, version: z.number().int() }),
    Procedure.nullable(),
  ),
  'procedures.edit': call(
    'procedures.edit',
    z.object({
      id: ProcedureId,
      basedOn: z.number().int(),
      title: z.string().trim().min(1).max(60),
      steps: z.array(ProcedureStep).length(6),
      reason: z.string().trim().max(200),
    }),
    Procedure,
  ),
  /** A version on paper. */
  'procedures.form': call(
    'sign-on',
    z.object({ id: ProcedureId, version: z.number().int(), locale: z.enum(['zh-CN', 'en']) }),
    z.object({ html: z.string(), fileName: z.string() }),
  ),
  /** The rules that hold, and the limits; `isDefault`: the site file names no rules of its own. */
  'linkage.rules': call(
    'sign-on',
    nothing,
    z.object({
      rules: z.array(LinkageRule),
      isDefault: z.boolean(),
      limits: AlarmResponse.omit({ linkage: true }),
    }),
  ),
  /** Changes rules or limits, or both; into the site file and the journal. */
  'linkage.edit': call(
    'linkage.edit',
    z.object({
      rules: z.array(LinkageRule).max(100).optional(),
      limits: AlarmResponse.omit({ linkage: true }).optional(),
    }),
    nothing,
  ),
  /** A window has enlarged the best camera of this incident: in the pop-up, or on the second screen. */
  'linkage.shown': call(
    'nobody',
    z.object({ id: incidentId, action: z.enum(['enlarge', 'second-screen']) }),
    nothing,
  ),
  'linkage.task-done': call('incidents.handle', z.object({ id: incidentId, ruleId: z.string() }), nothing),
  'drill.report': call('nobody', nothing, Drill.nullable()),
  'drill.start': call(
    'drill.run',
    z.object({
      reason: z.string().trim().max(200),
      zoneIds: z.array(z.string()).max(500),
      /** From now until the drill ends by itself. */
      minutes: z.number().int().min(1).max(240),
    }),
    Drill,
  ),
  'drill.end': call('drill.run', nothing, nothing),
  'sound.report': call('nobody', nothing, SoundReport),
  'sound.mute': call('incidents.handle', nothing, nothing),
  'sound.unmute': call('incidents.handle', nothing, nothing),
  /** Plays every sound once, in turn. */
  'sound.test': call('sign-on', nothing, nothing),
  /** 听到了吗? */
  'sound.answer': call('duty.stand-watch', z.object({ isHeard: z.boolean() }), nothing),
  /** What the shell says about the loudspeaker of the seat. */
  'sound.audio': call(
    'nobody',
    z.object({ state: AudioState.exclude(['unknown']), detail: z.string().max(200) }),
    nothing,
  ),
  'maintenance.tickets': call('sign-on', nothing, z.array(FaultTicket)),
} as const
