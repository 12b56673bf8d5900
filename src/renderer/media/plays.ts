/** One name of each family that is asked about: what cameras send most, H.264 High and H.265 Main, 1080p. */
const samples = {
  avc1: 'avc1.640028',
  avc3: 'avc3.640028',
  hvc1: 'hvc1.1.6.L120.90',
  hev1: 'hev1.1.6.L120.90',
} as const

/** Families of codecs that this screen can decode; core replaces or transcodes all others. */
export function playableFamilies(): ReadonlySet<string> {
  return new Set(
    Object.entries(samples)
      .filter(([, codec]) => MediaSource.isTypeSupported(`video/mp4; codecs="${codec}"`))
      .map(([family]) => family),
  )
}

/** The family in a type for MediaSource, e.g. `hev1`; empty when there is none. */
export function familyOf(mimeType: string): string {
  return /codecs="(\w{4})/.exec(mimeType)?.[1] ?? ''
}
