import { z } from 'zod'
import { ProcedureId } from './incident-care.ts'
import { IncidentStep, type IncidentKind } from './incident.ts'

/** What to do at one step of A-10.d: words to go by, and points to tick. */
export const ProcedureStep = z.object({
  step: IncidentStep,
  instruction: z.string().trim().min(1).max(500),
  checklist: z.array(z.string().trim().min(1).max(120)).max(12),
})
export type ProcedureStep = z.infer<typeof ProcedureStep>

/** 预案 of one kind of alarm, in one version. Versions are never changed, only followed by the next one. */
export const Procedure = z.object({
  id: ProcedureId,
  version: z.number().int().min(1),
  title: z.string().trim().min(1).max(60),
  /** One for each of the six steps, in their order. */
  steps: z.array(ProcedureStep).length(6),
  /** Who wrote this version; null for the one shipped. */
  by: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** ms UTC; null for the one shipped. */
  atMs: z.number().nullable(),
  /** Why it was changed; empty for the one shipped. */
  reason: z.string(),
})
export type Procedure = z.infer<typeof Procedure>

/** Which procedure an incident is handled by. */
export function procedureIdOf(kind: IncidentKind): ProcedureId {
  switch (kind) {
    case 'panic':
    case 'fire':
    case 'intrusion':
    case 'observed':
    case 'device-fault':
    case 'power-failure':
    case 'arming-missed':
    case 'unattended':
      return kind
    case 'perimeter':
    case 'perimeter-cut':
      return 'perimeter'
    case 'video-loss':
    case 'video-tamper':
      return 'video'
    case 'tamper':
      return 'intrusion'
  }
}
