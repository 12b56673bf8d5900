/**
 * The form of an evidence package (docs/evidence-package.md). Shared by who writes and who verifies; the verifier runs
 * on machines with nothing but Node, so this file imports nothing.
 */
export const packageFormat = 'zhishou-video-evidence'
export const packageVersion = 1

/** Files of a package that the manifest cannot list: itself and what is made from it. */
export const manifestName = 'manifest.json'
export const signatureName = 'manifest.sig'
export const keyName = 'station-key.pem'
export const summaryName = '说明.txt'
export const sumsName = 'SHA256SUMS'

/** Written into the name of a folder that is not finished. */
export const partialSuffix = '.partial'

/** Two counts of the same pictures may differ by the last picture's length. */
export const durationToleranceMs = 150

interface TimeSpan {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Why a part of what was asked for is not in the package: the cause of a gap as the timeline names it, or
 * `until-key-frame`: between the granted start and the first key frame, for an export never begins before what was
 * granted; `span-edge`: the last pictures, which would have reached beyond the granted end; `not-at-station`: recorded
 * elsewhere only.
 */
export type MissingCause = string

export interface ManifestStretch extends TimeSpan {
  readonly number: number
  readonly frames: number
  readonly durationMs: number
  readonly codec: string
  readonly width: number
  readonly height: number
  /** SHA-256 over all coded pictures in their order; equal for the recorded files and for every `original` file. */
  readonly picturesSha256: string
  /**
   * Not recorded by the station but fetched from the recorder of the school: by ONVIF replay, or an RTSP address of the
   * brand. `clockOffsetMs`: how far its clock was ahead of the station's, already taken off; null = could not be asked.
   * `timesBy`: `recorder` = it said when the first picture was taken; `request` = it said nothing, and the stretch is
   * taken to begin at the moment it was asked for. Absent: recorded by the station.
   */
  readonly recorder?: {
    readonly kind: 'onvif' | 'rtsp-template'
    readonly clockOffsetMs: number | null
    readonly timesBy: 'recorder' | 'request'
  }
  readonly sources: readonly (TimeSpan & {
    readonly name: string
    readonly byteFrom: number
    readonly byteTo: number
    readonly sha256: string
    readonly frames: number
  })[]
}

export interface ManifestCamera {
  readonly id: string
  readonly name: string
  /** The camera's own clock against the station's as measured nearest to the span; null = never measured. */
  readonly clock: { readonly offsetMs: number; readonly measuredAtMs: number } | null
  readonly requested: TimeSpan
  readonly delivered: readonly TimeSpan[]
  readonly missing: readonly (TimeSpan & { readonly cause: MissingCause })[]
  readonly stretches: readonly ManifestStretch[]
}

export interface ManifestVideo {
  readonly cameraId: string
  readonly stretch: number
  readonly variant: 'original' | 'compatible' | 'marked'
  readonly frames: number
  readonly durationMs: number
  readonly picturesSha256: string
  /** Pictures that a decoder gives; fewer than `frames` where the recording itself is damaged. */
  readonly decodedFrames: number
}

export interface ManifestFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly video: ManifestVideo | null
}

/** `manifest.json`. Times are ms UTC; those in words are Beijing time. */
export interface Manifest {
  readonly format: typeof packageFormat
  readonly version: typeof packageVersion
  readonly station: {
    readonly id: string
    readonly school: string
    readonly software: string
    /** The station's clock against its time server when the package was made; above zero it is ahead. Null = unknown. */
    readonly clockDeviationMs: number | null
    readonly keyFingerprint: string
    readonly journal: { readonly seq: number; readonly hash: string }
  }
  readonly request: {
    readonly number: number
    readonly purpose: string
    readonly applicant: string
    readonly authorisedAtMs: number | null
    readonly consents: readonly {
      readonly step: string
      readonly by: string
      readonly atMs: number
      readonly party: string | null
      readonly documentNumber: string | null
    }[]
  }
  readonly copyNumber: number
  readonly receiver: string
  readonly exportedBy: { readonly id: string; readonly name: string }
  readonly exportedAtMs: number
  readonly exportedAt: string
  readonly requested: TimeSpan & { readonly cameraIds: readonly string[] }
  readonly cameras: readonly ManifestCamera[]
  readonly files: readonly ManifestFile[]
  readonly tools: { readonly ffmpeg: string; readonly node: string }
}

/** A fingerprint as it is printed and compared: groups of four, capital letters. */
export function grouped(hex: string): string {
  return hex.toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1 ')
}
