import { z } from 'zod'
import type { RefusalCode } from '../refusal.ts'
import { IncidentKind } from './incident.ts'
import type { ZoneKind } from './intrusion.ts'

/** 搁置 (IEC 62682, EEMUA 191): alarms of a zone do not ring until a time, but are counted and written down. At most a day. */
const longestShelfMs = 24 * 3_600_000

/** Zones that may be shelved; panic, fire and tamper never (GB 50394 5.2). */
const shelvableZones: ReadonlySet<ZoneKind> = new Set(['intrusion', 'perimeter'])
/** What does not ring while its zone is shelved. A shelved zone whose cover is opened, or that reports fire, rings. */
const shelvableKinds: ReadonlySet<IncidentKind> = new Set([
  'intrusion',
  'perimeter',
  'perimeter-cut',
  'device-fault',
])

export const isShelvableZone = (kind: ZoneKind): boolean => shelvableZones.has(kind)

const person = z.object({ id: z.string(), name: z.string() })

/** An alarm that was held back and has not been restored by its device. */
export const StandingAlarm = z.object({
  kind: IncidentKind,
  code: z.string(),
  deviceAtMs: z.number().nullable(),
  placeKey: z.string(),
  cameraIds: z.array(z.string()),
})
export type StandingAlarm = z.infer<typeof StandingAlarm>

/** Older versions kept one alarm, or null. */
function asList(standing: unknown): unknown {
  if (standing === null) return []
  return Array.isArray(standing) ? standing : [standing]
}

export const Shelf = z.object({
  id: z.number().int(),
  zoneId: z.string(),
  zoneName: z.string(),
  panelId: z.string(),
  reason: z.string(),
  by: person,
  fromMs: z.number(),
  /** When it ends by itself, ms UTC. */
  untilMs: z.number(),
  /** Alarms that did not ring. */
  heldCount: z.number().int(),
  lastHeldAtMs: z.number().nullable(),
  /** What the device still reports, one for each place; it is raised as incidents when the shelf ends. */
  standing: z.preprocess(asList, z.array(StandingAlarm)),
  /** `by` is null when it ended by itself. */
  ended: z.object({ atMs: z.number(), by: person.nullable() }).nullable(),
})
export type Shelf = z.infer<typeof Shelf>

export type ShelfEvent =
  | { readonly type: 'alarm'; readonly alarm: StandingAlarm }
  /** The device says that the condition at a place of the zone ended. */
  | { readonly type: 'restored'; readonly placeKey: string }
  | { readonly type: 'lift'; readonly by: { readonly id: string; readonly name: string } }
  | { readonly type: 'tick' }

export interface ShelfStep {
  readonly shelf: Shelf
  /** True when the alarm of this event must not ring. */
  readonly isHeld: boolean
  /** The shelf ended with this step, and this still stands: it must be raised now. */
  readonly raise: readonly StandingAlarm[]
}

/** One event of a shelf. Pure. What is over changes no more; what is due ends before the event is looked at. */
export function stepShelf(before: Shelf, event: ShelfEvent, nowMs: number): ShelfStep {
  const unchanged = { shelf: before, isHeld: false, raise: [] }
  if (before.ended !== null) return unchanged
  if (nowMs >= before.untilMs) return over(before, { atMs: nowMs, by: null })
  switch (event.type) {
    case 'alarm':
      if (!shelvableKinds.has(event.alarm.kind)) return unchanged
      return {
        shelf: {
          ...before,
          heldCount: before.heldCount + 1,
          lastHeldAtMs: nowMs,
          standing: withAlarm(before.standing, event.alarm),
        },
        isHeld: true,
        raise: [],
      }
    case 'restored': {
      const standing = before.standing.filter(({ placeKey }) => placeKey !== event.placeKey)
      return standing.length === before.standing.length
        ? unchanged
        : { ...unchanged, shelf: { ...before, standing } }
    }
    case 'lift':
      return over(before, { atMs: nowMs, by: { id: event.by.id, name: event.by.name } })
    case 'tick':
      return unchanged
  }
}

/** Of each place the most urgent: a cut fence that goes slack as well is still cut. */
function withAlarm(standing: readonly StandingAlarm[], alarm: StandingAlarm): StandingAlarm[] {
  const rank = ({ kind }: StandingAlarm) => IncidentKind.options.indexOf(kind)
  const known = standing.find(({ placeKey }) => placeKey === alarm.placeKey)
  const kept = known !== undefined && rank(known) < rank(alarm) ? known : alarm
  return [...standing.filter(other => other !== known), kept]
}

/** What still stands is not forgotten: whoever ends the shelf gets it to raise. */
function over(shelf: Shelf, ended: NonNullable<Shelf['ended']>): ShelfStep {
  return { shelf: { ...shelf, standing: [], ended }, isHeld: false, raise: shelf.standing }
}

/** Why a zone may not be shelved so; null when it may. `kind` is null for a zone that does not exist. */
export function shelvingRefusal(
  kind: ZoneKind | null,
  request: { readonly reason: string; readonly untilMs: number },
  nowMs: number,
): RefusalCode | null {
  if (kind === null) return 'shelving.unknown-zone'
  if (!isShelvableZone(kind)) return 'shelving.never'
  if (request.reason === '') return 'shelving.reason-required'
  const lengthMs = request.untilMs - nowMs
  return lengthMs <= 0 || lengthMs > longestShelfMs ? 'shelving.end-invalid' : null
}
