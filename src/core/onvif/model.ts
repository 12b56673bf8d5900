/** What this client tells about devices. Tokens, serial numbers and the like stay strings, exactly as the device sent them. */

export interface OnvifCredentials {
  readonly user: string
  readonly password: string
}

/** The services this client knows; a device may have others. `media2` is where H.265 is told. */
export type ServiceName =
  | 'device'
  | 'media'
  | 'media2'
  | 'ptz'
  | 'events'
  | 'imaging'
  | 'deviceIo'
  | 'recording'
  | 'search'
  | 'replay'

export interface DeviceInformation {
  readonly manufacturer: string
  readonly model: string
  readonly firmware: string
  readonly serialNumber: string
  readonly hardwareId: string
}

/** How far a device's clock is ahead of this PC's, ms; the truth lies within `offsetMs ± errorMs`. */
export interface ClockOffset {
  readonly offsetMs: number
  readonly errorMs: number
  /** What sets the device's clock, by its own word. */
  readonly setBy: 'ntp' | 'manual' | 'unknown'
}

export type VideoCodec = 'h264' | 'h265' | 'mpeg4' | 'jpeg' | 'other'
export type AudioCodec = 'aac' | 'g711' | 'g726' | 'other'

export interface VideoEncoding {
  readonly codec: VideoCodec
  /** The device's own word for the codec. */
  readonly encoding: string
  readonly width: number
  readonly height: number
  /** The limit that is set; null where the device does not say. */
  readonly fps: number | null
  readonly bitrateKbps: number | null
}

export interface MediaProfile {
  readonly token: string
  readonly name: string
  /** The service that told it and that must be asked for its addresses. */
  readonly service: 'media' | 'media2'
  /** The channel of an NVR; null where the profile has no video source. */
  readonly sourceToken: string | null
  /** Of the configuration of that source, which some events name instead of it. */
  readonly sourceConfigurationToken?: string | null
  /** What the device calls that source; on an NVR often the name of the channel. */
  readonly sourceName: string | null
  readonly video: VideoEncoding | null
  readonly audio: AudioCodec | null
  /** Whether PTZ commands may name this profile. */
  readonly ptz: boolean
}

export type StreamTransport = 'udp' | 'tcp' | 'multicast'

export interface ChannelProfile extends MediaProfile {
  /** RTSP address for TCP without user and password, its host the one that was reached; null when the device gave none. */
  readonly streamUri: string | null
}

/** One picture source: the camera itself, or a channel of an NVR. */
export interface Channel {
  readonly sourceToken: string
  readonly name: string
  /** The largest picture first. */
  readonly profiles: readonly ChannelProfile[]
  readonly ptz: boolean
}

/** All that onboarding wants to know of a device. */
export interface Inspection {
  /** Of the device service, as it was reached. */
  readonly address: string
  readonly information: DeviceInformation
  /** See `ClockOffset`; null when the device does not tell its time. */
  readonly offsetMs: number | null
  readonly offsetErrorMs: number | null
  readonly clockSetBy: ClockOffset['setBy']
  readonly services: readonly ServiceName[]
  readonly channels: readonly Channel[]
}

/** A device that answered a probe of WS-Discovery. */
export interface DiscoveredDevice {
  /** `urn:uuid:…`; the same however often it answered. */
  readonly endpoint: string
  /** Of its device service; the one on the address that answered comes first. */
  readonly addresses: readonly string[]
  /** From its scopes, decoded; null when it says none. */
  readonly name: string | null
  readonly hardware: string | null
  readonly scopes: readonly string[]
  /** Where the answer came from. */
  readonly host: string
}

export interface Discovery {
  readonly devices: readonly DiscoveredDevice[]
  /** Interfaces that could not be asked; the others were. */
  readonly failures: readonly { readonly interfaceAddress: string; readonly reason: string }[]
}

/** A stored view of a PTZ camera. */
export interface Preset {
  readonly token: string
  readonly name: string
}

/** Where a PTZ camera looks, in its generic space: pan and tilt from -1 to 1, zoom from 0 to 1; null where it does not say. */
export interface PtzStatus {
  readonly pan: number | null
  readonly tilt: number | null
  readonly zoom: number | null
  readonly isMoving: boolean | null
}

/** What a PTZ node can do. */
export interface PtzAbilities {
  readonly hasHome: boolean
  readonly mostPresets: number
}

/** One recording of a Profile G device: on an NVR, all that one channel recorded. */
export interface Recording {
  readonly token: string
  readonly sourceId: string
  readonly sourceName: string
  /** Ms UTC by the device's clock; null when it does not say. Nothing is said of holes in between. */
  readonly earliestMs: number | null
  readonly latestMs: number | null
  readonly isRecording: boolean
  readonly tracks: readonly RecordingTrack[]
}

export interface RecordingTrack {
  readonly token: string
  readonly kind: 'video' | 'audio' | 'metadata' | 'other'
  readonly fromMs: number | null
  readonly toMs: number | null
}

export interface RecordingSummary {
  readonly fromMs: number | null
  readonly untilMs: number | null
  readonly recordings: number
}

/** A stretch that a device says it recorded, ms UTC by the device's clock. */
export interface RecordedStretch {
  readonly fromMs: number
  readonly toMs: number
}
