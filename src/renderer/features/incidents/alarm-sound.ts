import { isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { unlocatedOf } from './order.ts'

/** What is heard: each class has its own sound, known without looking (complaint 24). */
export type SoundClass = 'emergency' | 'intrusion' | 'notice'

/** 静音: sound only, for these incidents, until then. What comes later is heard at once. */
export interface Mute {
  readonly untilMs: number
  readonly ids: ReadonlySet<number>
}

/** How long 静音 lasts, ms. It ends by itself. */
export const muteMs = 60_000

/** What must sound now: the most urgent incident that nobody has located and that is not muted; null = silence. */
export function soundOf(incidents: readonly Incident[], mute: Mute | null, nowMs: number): SoundClass | null {
  const isMuted = (incident: Incident): boolean =>
    mute !== null && nowMs < mute.untilMs && mute.ids.has(incident.id)
  const loudest = unlocatedOf(incidents).find(incident => !isMuted(incident))
  if (loudest === undefined) return null
  return loudest.priority === 1 ? 'emergency' : loudest.priority === 2 ? 'intrusion' : 'notice'
}

/** Mutes what rings now. */
export function muteAll(incidents: readonly Incident[], nowMs: number): Mute {
  return { untilMs: nowMs + muteMs, ids: new Set(incidents.filter(isUnacknowledged).map(({ id }) => id)) }
}

/** Plays one sound in a loop; the next call replaces it, null is silence. Tells when it could not be heard. */
export interface SoundOutput extends Disposable {
  play(sound: SoundClass | null): void
}

/** Plays exactly while something rings. A later issue gives it an output in the shell. */
export class AlarmSound implements Disposable {
  readonly #output: SoundOutput
  #incidents: readonly Incident[] = []
  #mute: Mute | null = null
  #playing: SoundClass | null = null

  constructor(output: SoundOutput) {
    this.#output = output
  }

  /** To be called with every news of incidents or mute, and at least every second so that a mute ends. */
  update(incidents: readonly Incident[], mute: Mute | null, nowMs: number): void {
    this.#incidents = incidents
    this.#mute = mute
    this.tick(nowMs)
  }

  tick(nowMs: number): void {
    const sound = soundOf(this.#incidents, this.#mute, nowMs)
    if (sound === this.#playing) return
    this.#playing = sound
    this.#output.play(sound)
  }

  [Symbol.dispose](): void {
    this.#output[Symbol.dispose]()
  }
}
