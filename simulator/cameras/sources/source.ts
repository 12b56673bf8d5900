import type { ParameterSets } from '../h264/flv.ts'

/** One picture on its way to the viewers. */
export interface Frame {
  idr: boolean
  /** RTP payloads, ready to be sent; the last one ends the picture. */
  payloads: readonly Buffer[]
  /** NAL units, for the snapshot. */
  nals: readonly Buffer[]
  /** When the picture was taken: `performance.now()` milliseconds; grows from frame to frame, whoever watches. */
  capturedAtMs: number
}

/** A rendered scene as a recording: the picture of any number, over and over. */
export interface RecordedPictures {
  readonly fps: number
  at(number: number): { readonly idr: boolean; readonly payloads: readonly Buffer[] }
}

/** Where the pictures of one stream come from. Costs nothing while nobody has subscribed. */
export interface VideoSource {
  readonly width: number
  readonly height: number
  readonly fps: number
  /** Resolves when they are known; starts an encoder if that is what it takes. */
  parameterSets(): Promise<ParameterSets>
  /** Frames from now on; the first one need not be an IDR. */
  subscribe(sink: (frame: Frame) => void): Disposable
  /** Of a loop: its pictures by number, for a recorder. */
  readonly recorded?: RecordedPictures
}
