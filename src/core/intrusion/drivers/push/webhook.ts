import { z } from 'zod'
import type { Signal, SignalKind } from '../../../../shared/domain/intrusion.ts'
import { alarmOfZone, type ZoneWords } from '../zone-alarm.ts'

/** The body of a webhook, as docs/webhook.md tells it. Fields it does not know are let through unread. */
const WebhookEvent = z.object({
  event: z.enum([
    'alarm',
    'tamper',
    'fault',
    'power',
    'battery',
    'armed',
    'disarmed',
    'bypass',
    'test',
    'heartbeat',
  ]),
  state: z.enum(['active', 'restored']).default('active'),
  zone: z.union([z.number().int().min(0).max(99_999), z.string().min(1).max(100)]).optional(),
  partition: z.number().int().min(0).max(9_999).optional(),
  user: z.number().int().min(0).max(99_999).optional(),
  code: z.string().max(40).default(''),
  at: z.iso.datetime({ offset: true }).optional(),
  id: z.string().min(1).max(100).optional(),
})
type WebhookEvent = z.infer<typeof WebhookEvent>

export type Webhook =
  | { readonly ok: false; readonly reason: string }
  | { readonly ok: true; readonly heartbeat: true }
  | {
      readonly ok: true
      readonly heartbeat: false
      readonly signal: Signal
      /** What makes a message the same one when it is sent again; null when the sender gave nothing that does. */
      readonly identity: string | null
    }

const longestRawCharacters = 2_000

/** Reads the body of a webhook. A zone that nobody knows does not make an alarm void. */
export function parseWebhook(
  body: string,
  zones: ZoneWords,
  reception: { readonly panelId: string; readonly receivedAtMs: number },
): Webhook {
  const parsed = WebhookEvent.safeParse(jsonOf(body))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { ok: false, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no JSON'}` }
  }
  const told = parsed.data
  if (told.event === 'heartbeat') return { ok: true, heartbeat: true }
  const zoneNumber = zoneOf(told, zones)
  const signal: Signal = {
    ...reception,
    zoneNumber,
    partitionNumber: told.partition ?? null,
    kind: kindOf(told, zones, zoneNumber),
    edge: told.state,
    userNumber: told.user ?? null,
    code: told.code === '' ? told.event : told.code,
    deviceAtMs: told.at === undefined ? null : Date.parse(told.at),
    raw: body.slice(0, longestRawCharacters),
  }
  const isTold = told.id !== undefined || told.at !== undefined
  return { ok: true, heartbeat: false, signal, identity: isTold ? (told.id ?? body) : null }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function zoneOf({ zone }: WebhookEvent, zones: ZoneWords): number | null {
  if (zone === undefined) return null
  return typeof zone === 'number' ? zone : zones.numberOf(zone)
}

function kindOf({ event, zone }: WebhookEvent, zones: ZoneWords, zoneNumber: number | null): SignalKind {
  switch (event) {
    case 'alarm':
      return alarmOfZone(zones, zoneNumber)
    case 'fault':
      return zone === undefined ? 'fault.line' : 'fault.zone'
    case 'power':
      return 'fault.power'
    case 'battery':
      return 'fault.battery'
    case 'tamper':
    case 'armed':
    case 'disarmed':
    case 'bypass':
    case 'test':
      return event
    case 'heartbeat':
      return 'test'
  }
}
