import type { Tone } from '../tone.ts'
import type { PlanPoint, Wedge } from './geometry.ts'

/** What kind of thing stands there: the outer shape of its sign. */
export type MarkShape =
  | 'camera'
  | 'detector'
  | 'button'
  | 'smoke'
  | 'contact'
  | 'segment'
  | 'panel'
  | 'patrol'
  | 'assembly'
  | 'post'
  | 'person'

/** One thing on the map with its present state. Plain data: the view finds out what changed. */
export interface MapMark {
  readonly id: string
  readonly shape: MarkShape
  readonly at: PlanPoint
  /** The course of a fence segment; null for everything that is a point. */
  readonly line: readonly PlanPoint[] | null
  /** What a zone guards; absent where nobody has drawn it. */
  readonly area?: readonly PlanPoint[]
  readonly wedge: Wedge | null
  readonly tone: Tone
  readonly name: string
  /** The state in a word: colour and shape never stand alone. */
  readonly word: string
  /** An alarm that nobody has located yet. */
  readonly blinking: boolean
}

/** Whether a sign can stay as it is painted. */
export function isSameLook(one: MapMark, other: MapMark): boolean {
  return (
    one.tone === other.tone &&
    one.word === other.word &&
    one.blinking === other.blinking &&
    one.name === other.name &&
    one.shape === other.shape
  )
}

/** Whether a mark is still drawn in the same place; if not, it is drawn anew. */
export function isSamePlace(one: MapMark, other: MapMark): boolean {
  return (
    isSamePoint(one.at, other.at) &&
    isSameLine(one.line, other.line) &&
    isSameLine(one.area ?? null, other.area ?? null) &&
    one.wedge?.directionDegrees === other.wedge?.directionDegrees &&
    one.wedge?.fieldOfViewDegrees === other.wedge?.fieldOfViewDegrees &&
    one.wedge?.rangeUnits === other.wedge?.rangeUnits
  )
}

function isSamePoint(one: PlanPoint, other: PlanPoint | undefined): boolean {
  return one[0] === other?.[0] && one[1] === other[1]
}

function isSameLine(one: MapMark['line'], other: MapMark['line']): boolean {
  if (one === other) return true
  if (one === null || other === null || one.length !== other.length) return false
  return one.every((point, index) => isSamePoint(point, other[index]))
}
