import type { Shift } from '../../shared/domain/duty.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { muteOf, ringOf, type AudioState, type Mute, type SoundReport } from '../../shared/domain/sound.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { Emitter } from '../platform/emitter.ts'
import type { IncidentService } from './service.ts'

const place = { key: 'seat:sound', name: '值班台报警声音', panelId: null, zoneId: null, cameraIds: [] }

export interface SoundOptions {
  readonly incidents: IncidentService
  readonly shift: () => Shift | null
  readonly journal: Journal
  readonly clock: Clock
}

/**
 * What the seat must sound. It is worked out here and played by the shell (src/main/sound), never by the page: a page
 * that crashed, is hidden or was never opened rings all the same. Muting silences the sound and nothing else.
 */
export class Sound {
  readonly changed = new Emitter<SoundReport>()
  readonly #options: SoundOptions
  #mute: Mute | null = null
  #audio: AudioState = 'unknown'
  #testNumber = 0
  /** The shift whose test was answered last; read back from the journal. */
  #testedShiftId: number | null
  /** The shift of the last look; a reader on top of the guard ends none. */
  #shiftId: number | null
  #told = ''
  #open: readonly Incident[]

  constructor(options: SoundOptions) {
    this.#options = options
    this.#open = options.incidents.open()
    this.#shiftId = options.shift()?.id ?? null
    const last = options.journal.lastOf(['sound.tested'])
    this.#testedShiftId = typeof last?.body['shiftId'] === 'number' ? last.body['shiftId'] : null
  }

  report(): SoundReport {
    const shift = this.#options.shift()
    return {
      ring: ringOf(this.#open, this.#mute, this.#options.clock.now()),
      mute: this.#mute,
      audio: this.#audio,
      testNumber: this.#testNumber,
      testDue: shift !== null && shift.id !== this.#testedShiftId,
    }
  }

  /** These are open now. */
  follow(open: readonly Incident[]): void {
    this.#open = open
    this.tell()
  }

  /** Tells the shell and the screens when it is another than the last one; called with every news and every second. */
  tell(): void {
    this.#endMute(this.#open)
    this.#changeShift(this.#options.shift()?.id ?? null)
    const report = this.report()
    const text = JSON.stringify(report)
    if (text === this.#told) return
    this.#told = text
    this.changed.emit(report)
  }

  mute(actor: UserActor): void {
    const { clock, journal } = this.#options
    this.#mute = muteOf(this.#open, clock.now())
    journal.append({
      actor,
      kind: 'sound.muted',
      subject: 'sound',
      body: { incidents: this.#mute.covers.map(({ id }) => id) },
    })
    this.tell()
  }

  unmute(actor: UserActor): void {
    if (this.#mute === null) return
    this.#mute = null
    this.#options.journal.append({ actor, kind: 'sound.unmuted', subject: 'sound', body: {} })
    this.tell()
  }

  /** Plays every sound once, in turn. */
  test(): void {
    this.#testNumber++
    this.tell()
  }

  /** The answer to 听到了吗? of the present shift. Not heard is a fault of the seat. */
  answered(isHeard: boolean, actor: UserActor): void {
    const { journal, shift } = this.#options
    journal.transaction(() => {
      const shiftId = shift()?.id ?? null
      const body = { isHeard, shiftId, audio: this.#audio }
      journal.append({ actor, kind: 'sound.tested', subject: 'sound', body })
      this.#testedShiftId = shiftId
      if (isHeard) this.#restored('heard')
      else this.#fault('sound-not-heard')
    })
    this.tell()
  }

  /** What the shell says about the loudspeaker. */
  audio(state: Exclude<AudioState, 'unknown'>, detail: string): void {
    if (state === this.#audio) return
    const { journal } = this.#options
    journal.transaction(() => {
      journal.append({ actor: station, kind: 'sound.output', subject: 'sound', body: { state, detail } })
      if (state === 'lost') this.#fault('sound-lost')
      else this.#restored('sound-back')
    })
    this.#audio = state
    this.tell()
  }

  /** A shift that never answered is on record when the next one begins. */
  #changeShift(shiftId: number | null): void {
    const before = this.#shiftId
    if (shiftId === null || shiftId === before) return
    this.#shiftId = shiftId
    if (before !== null && before !== this.#testedShiftId)
      this.#options.journal.append({
        actor: station,
        kind: 'sound.untested',
        subject: 'sound',
        body: { shiftId: before },
      })
  }

  /** A mute ends at its time, and with whatever rings anew. */
  #endMute(open: readonly Incident[]): void {
    const mute = this.#mute
    if (mute === null) return
    const { clock, journal } = this.#options
    const isOver = clock.now() >= mute.untilMs
    const isBroken = !isOver && ringOf(open, mute, clock.now()) !== null
    if (!isOver && !isBroken) return
    this.#mute = null
    const body = { cause: isOver ? 'time' : 'new-alarm' }
    journal.append({ actor: station, kind: 'sound.unmuted', subject: 'sound', body })
  }

  #fault(code: string): void {
    const receivedAtMs = this.#options.clock.now()
    this.#options.incidents.occur({
      kind: 'device-fault',
      place,
      actor: station,
      code,
      deviceAtMs: null,
      receivedAtMs,
    })
  }

  #restored(code: string): void {
    this.#options.incidents.restored(place.key, station, code)
  }
}
