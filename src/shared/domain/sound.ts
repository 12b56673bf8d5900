import { z } from 'zod'
import { alarmAtMs, IncidentKind, isEscalated, rings, type Incident } from './incident.ts'

/** What is heard, the most urgent first: each priority has its own sound, known without looking (complaint 24). */
export const soundClasses = ['emergency', 'intrusion', 'warning', 'notice'] as const
const SoundClass = z.enum(soundClasses)
export type SoundClass = z.infer<typeof SoundClass>

/** 静音: the sound only, for these incidents as they were, until then. What comes later is heard at once. */
export const Mute = z.object({
  untilMs: z.number(),
  covers: z.array(z.object({ id: z.number().int(), kind: IncidentKind, alarmAtMs: z.number() })),
})
export type Mute = z.infer<typeof Mute>

/** How long 静音 lasts, ms. It ends by itself, and with every new alarm. */
export const muteMs = 120_000

/** What must sound now. */
export const Ring = z.object({ sound: SoundClass, isLoud: z.boolean() })
export type Ring = z.infer<typeof Ring>

/**
 * What the seat can play on: `unknown` until the shell has told, `assumed` where no output is looked for, `lost` when
 * there is none or it refused to play.
 */
export const AudioState = z.enum(['unknown', 'ok', 'lost', 'assumed'])
export type AudioState = z.infer<typeof AudioState>

export const SoundReport = z.object({
  ring: Ring.nullable(),
  mute: Mute.nullable(),
  audio: AudioState,
  /** Grows with every test: the shell plays every sound once, in turn, for each. */
  testNumber: z.number().int(),
  /** The guard of the present shift has not yet said whether the test is heard. */
  testDue: z.boolean(),
})
export type SoundReport = z.infer<typeof SoundReport>

/** The sound of a priority. */
function classOf(priority: number): SoundClass {
  return soundClasses[priority - 1] ?? 'notice'
}

/**
 * What must sound: the most urgent incident that rings; loud where any of the ringing ones is escalated. A mute covers
 * what rang when it was pressed, never what is escalated, came since, became something else or rang again since: with a
 * new alarm everything is heard again.
 */
export function ringOf(incidents: readonly Incident[], mute: Mute | null, nowMs: number): Ring | null {
  const ringing = incidents.filter(incident => incident.progress.closed === null && rings(incident))
  if (ringing.length === 0) return null
  const isCovered =
    mute !== null &&
    nowMs < mute.untilMs &&
    ringing.every(incident => isCoveredBy(mute, incident) && !isEscalated(incident))
  if (isCovered) return null
  const priority = Math.min(...ringing.map(incident => incident.priority))
  return { sound: classOf(priority), isLoud: ringing.some(isEscalated) }
}

/** Mutes what rings now. */
export function muteOf(incidents: readonly Incident[], nowMs: number): Mute {
  return { untilMs: nowMs + muteMs, covers: incidents.filter(rings).map(coverOf) }
}

const coverOf = (incident: Incident): Mute['covers'][number] => ({
  id: incident.id,
  kind: incident.kind,
  alarmAtMs: alarmAtMs(incident),
})

function isCoveredBy({ covers }: Mute, incident: Incident): boolean {
  const { id, kind, alarmAtMs: atMs } = coverOf(incident)
  return covers.some(cover => cover.id === id && cover.kind === kind && cover.alarmAtMs === atMs)
}
