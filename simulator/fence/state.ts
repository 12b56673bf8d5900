import type { Clock } from '../../src/core/platform/clock.ts'
import type { SeededRandom } from '../random.ts'
import type { ModbusBank } from './modbus-server.ts'

export interface SegmentNow {
  /** Latched until the fence is restored. */
  alarm: boolean
  cut: boolean
  slack: boolean
  tamper: boolean
  armed: boolean
  /** Tension of the wire at rest, newtons. */
  readonly restingNewtons: number
  /** Somebody leans on the wire, until he lets go. */
  pulled: boolean
  /** When somebody last climbed, ms; the wire swings for a moment. */
  climbedAtMs: number
}

const segmentCount = 6
const hostInputs = 3
const pullNewtons = 180
const climbNewtons = 140
/** Shorter than what the station takes for an intrusion by itself: the host tells this one. */
const climbMs = 1_500
/** How far wind moves a wire, newtons. */
const windNewtons = 4

/** The inside of the fence host: six segments, and the registers they are seen through. */
export class FenceState implements ModbusBank {
  readonly #segments: readonly SegmentNow[]
  readonly #random: SeededRandom
  readonly #clock: Clock

  constructor(random: SeededRandom, clock: Clock) {
    this.#random = random
    this.#clock = clock
    this.#segments = Array.from({ length: segmentCount }, () => ({
      alarm: false,
      cut: false,
      slack: false,
      tamper: false,
      armed: false,
      restingNewtons: random.integer(280, 320),
      pulled: false,
      climbedAtMs: -Infinity,
    }))
  }

  /** @param number 1..6. @throws RangeError */
  segment(number: number): SegmentNow {
    const segment = this.#segments[number - 1]
    if (segment === undefined) throw new RangeError(`fence has no segment ${number}`)
    return segment
  }

  /** Four for each segment, then mains lost, battery low, cabinet opened (never, here). */
  discreteInputs(): boolean[] {
    const ofSegments = this.#segments.flatMap(({ alarm, cut, slack, tamper }) => [alarm, cut, slack, tamper])
    return [...ofSegments, ...Array.from({ length: hostInputs }, () => false)]
  }

  coils(): boolean[] {
    return this.#segments.map(segment => segment.armed)
  }

  /** A segment in alarm or with a cut wire does not arm: its coil stays off, as reading it back shows. */
  writeCoil(address: number, value: boolean): void {
    const segment = this.segment(address + 1)
    segment.armed = value && !segment.alarm && !segment.cut
  }

  /** Tension of each segment, newtons. */
  inputRegisters(): number[] {
    const nowMs = this.#clock.monotonic()
    return this.#segments.map(({ cut, slack, restingNewtons, pulled, climbedAtMs }) => {
      if (cut) return 0
      const wind = this.#random.integer(-windNewtons, windNewtons)
      const force = pulled ? pullNewtons : nowMs - climbedAtMs < climbMs ? climbNewtons : 0
      return (slack ? Math.round(restingNewtons / 3) : restingNewtons) + wind + force
    })
  }

  /** Somebody climbs: the wire swings. */
  climb(segment: SegmentNow): void {
    segment.climbedAtMs = this.#clock.monotonic()
  }
}
