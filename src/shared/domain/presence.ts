import { z } from 'zod'
import { beijingOffsetMs } from './clock.ts'

/** 脱岗 (A-10.b): when a guard who has not been noticed for a while is asked whether he is there. */
export const PresenceRules = z.object({
  everyMinutes: z
    .number()
    .int()
    .min(10)
    .max(240)
    .describe('asked after so long without a key, a click or an act'),
  answerMinutes: z
    .number()
    .int()
    .min(1)
    .max(30)
    .describe('time to answer; then the desk locks and it is an incident'),
  fromHour: z.number().int().min(0).max(23).describe('first hour in which is asked, Beijing time'),
  toHour: z
    .number()
    .int()
    .min(0)
    .max(24)
    .describe('hour at which asking ends; may be smaller than the first'),
})
export type PresenceRules = z.infer<typeof PresenceRules>

export const defaultPresenceRules: PresenceRules = {
  everyMinutes: 60,
  answerMinutes: 5,
  fromHour: 22,
  toHour: 6,
}

/** `watching`: last noticed then; `asked`: the question stands on the screen; `missed`: nobody answered. */
export type Presence =
  | { readonly kind: 'watching'; readonly seenAtMs: number }
  | { readonly kind: 'asked'; readonly askedAtMs: number }
  | { readonly kind: 'missed'; readonly askedAtMs: number; readonly missedAtMs: number }

/** What the screen shows; null while nothing is asked. */
export const PresenceQuestion = z.object({ askedAtMs: z.number(), untilMs: z.number() }).nullable()
export type PresenceQuestion = z.infer<typeof PresenceQuestion>

const minuteMs = 60_000

/** Whether guards are asked at this hour of Beijing time. */
export function isAsked(rules: PresenceRules, atMs: number): boolean {
  const hour = Math.floor((atMs + beijingOffsetMs) / 3_600_000) % 24
  const { fromHour, toHour } = rules
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour
}

/** Time has passed. Pure. A question that was put stays until it is answered or missed, also past the last hour. */
export function passTime(presence: Presence, rules: PresenceRules, nowMs: number): Presence {
  switch (presence.kind) {
    case 'watching':
      // A clock that was set back must not ask at once, nor never again.
      if (nowMs < presence.seenAtMs) return { kind: 'watching', seenAtMs: nowMs }
      return isAsked(rules, nowMs) && nowMs - presence.seenAtMs >= rules.everyMinutes * minuteMs
        ? { kind: 'asked', askedAtMs: nowMs }
        : presence
    case 'asked':
      return nowMs - presence.askedAtMs >= rules.answerMinutes * minuteMs
        ? { kind: 'missed', askedAtMs: presence.askedAtMs, missedAtMs: nowMs }
        : presence
    case 'missed':
      return presence
  }
}
