import type { Fragment } from '../media/fragment.ts'
import type { InitSegment } from '../media/init-segment.ts'
import type { Condition } from './condition.ts'

/** A fragment with the moment at which its last byte arrived. */
export interface LiveFragment extends Fragment {
  /** By the wall clock, ms UTC. */
  readonly receivedAtMs: number
  /** By the clock that never steps, ms. */
  readonly receivedMonotonicMs: number
}

/**
 * Where a stream's fragments go: a viewer, the recorder. Called in order, in the loop that reads from the camera:
 * an implementation never waits and never throws. Buffers are shared between sinks and must not be changed.
 */
export interface FragmentSink {
  /** A (new) connection to the camera begins; fragments that follow belong to this init segment. */
  init(init: InitSegment): void
  /** The newest group of pictures, handed to a newcomer at once; begins with a key frame. */
  group(fragments: readonly LiveFragment[]): void
  fragment(fragment: LiveFragment): void
  condition(condition: Condition): void
}
