import type { Incident } from '../../shared/domain/incident.ts'
import type { PlaybackPurpose, Span } from '../../shared/domain/recording.ts'
import type { Permission } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Camera } from '../../shared/site.ts'

/** Around an incident, before its first and after its last signal. */
const incidentMarginMs = 10 * 60_000
/** A daily check is a sample of a day, not a search through the archive. */
const longestDailyCheckMs = 24 * 3_600_000
/** The longest look; whoever needs longer says so again. */
export const grantValidMs = 2 * 3_600_000

export interface GrantRequest {
  readonly purpose: PlaybackPurpose
  readonly note: string
  readonly cameraIds: readonly string[]
  readonly span: Span
}

export interface GrantFacts {
  readonly permissions: readonly Permission[]
  /** Cameras of the site, and whether they are recorded. */
  readonly cameras: ReadonlyMap<string, { readonly isRecorded: boolean }>
  /** The incident of the purpose; null when there is none of that number. */
  readonly incident: Incident | null
  readonly nowMs: number
}

/** Whether there may be recordings of a camera: the station's own, or those of the school's recorder. */
export function hasRecordings({ record, recorder }: Pick<Camera, 'record' | 'recorder'>): boolean {
  return record !== 'off' || recorder !== undefined
}

/**
 * Whether a look at recordings is covered by one of the standing purposes (requirements 4.1): the daily check of
 * or the review of an open incident by those who handle it. Anything else needs an
 * approved request; whether that covers the look, the request itself says (`refusalOfUse`).
 * @returns the refusal, or null when the grant may be given
 */
export function refusalOf(request: GrantRequest, facts: GrantFacts): Refusal | null {
  const { purpose, cameraIds, span } = request
  if (!facts.permissions.includes(permissionFor(purpose))) return new Refusal('duty.forbidden')
  const unknown = cameraIds.find(id => !facts.cameras.has(id))
  if (unknown !== undefined) return new Refusal('cameras.unknown', { camera: unknown })
  if (!(span.toMs > span.fromMs) || span.fromMs >= facts.nowMs) return new Refusal('recordings.span-invalid')
  // What was approved stays approved when a camera is recorded no more.
  if (purpose.kind === 'approved-request') return null
  const unrecorded = cameraIds.find(id => facts.cameras.get(id)?.isRecorded === false)
  if (unrecorded !== undefined) return new Refusal('recordings.not-recorded', { camera: unrecorded })
  if (purpose.kind === 'incident-review') return incidentRefusal(request, purpose.incidentId, facts.incident)
  return span.toMs - span.fromMs > longestDailyCheckMs
    ? new Refusal('recordings.span-invalid', { hours: longestDailyCheckMs / 3_600_000 })
    : null
}

function permissionFor(purpose: PlaybackPurpose): Permission {
  return `recordings.${purpose.kind}`
}

function incidentRefusal(request: GrantRequest, id: number, incident: Incident | null): Refusal | null {
  if (incident === null) return new Refusal('incidents.unknown', { id })
  if (incident.progress.closed !== null) return new Refusal('incidents.closed', { id })
  const foreign = request.cameraIds.find(camera => !incident.cameraIds.includes(camera))
  if (foreign !== undefined) return new Refusal('recordings.no-grant', { camera: foreign })
  const fromMs = incident.raisedAtMs - incidentMarginMs
  const toMs = incident.lastSignalAtMs + incidentMarginMs
  return request.span.fromMs < fromMs || request.span.toMs > toMs
    ? new Refusal('recordings.span-invalid', { fromMs, toMs })
    : null
}
