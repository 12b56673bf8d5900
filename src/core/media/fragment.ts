import { boxesIn, MediaError, parsing, requireBox, type Box } from './boxes.ts'
import type { Track } from './init-segment.ts'

/** What a `moof` says of the samples in its fragment; times in ticks of the track. */
export interface FragmentTiming {
  /** Decode time of the first sample (`tfdt`). */
  readonly decodeTicks: number
  readonly durationTicks: number
  readonly sampleCount: number
  /** Whether a decoder can begin here. */
  readonly beginsWithKeyFrame: boolean
}

/** A `moof` with its `mdat`. */
export interface Fragment extends FragmentTiming {
  readonly bytes: Buffer
}

/** `sample_is_non_sync_sample` (ISO/IEC 14496-12 §8.8.3.1). */
const nonSyncSample = 0x0001_0000
const mostSamples = 100_000

interface Defaults {
  readonly durationTicks: number
  readonly flags: number
}

/** Reads a whole `moof` box. @throws MediaError when it has nothing of this track or is damaged */
export function parseMoof(moofBytes: Buffer, track: Track): FragmentTiming {
  return parsing('moof', () => {
    const moof = requireBox(moofBytes, 0, moofBytes.length, 'moof')
    const trafs = boxesIn(moofBytes, moof.body, moof.end).filter(box => box.type === 'traf')
    for (const traf of trafs) {
      const tfhd = requireBox(moofBytes, traf.body, traf.end, 'tfhd')
      if (moofBytes.readUInt32BE(tfhd.body + 4) === track.id) return timingOf(moofBytes, traf, tfhd, track)
    }
    throw new MediaError('a fragment without our track')
  })
}

function timingOf(bytes: Buffer, traf: Box, tfhd: Box, track: Track): FragmentTiming {
  const tfdt = requireBox(bytes, traf.body, traf.end, 'tfdt')
  const isLong = bytes.readUInt8(tfdt.body) === 1
  const decodeTicks = isLong
    ? Number(bytes.readBigUInt64BE(tfdt.body + 4))
    : bytes.readUInt32BE(tfdt.body + 4)
  const defaults = fragmentDefaults(bytes, tfhd, track)
  const runs = boxesIn(bytes, traf.body, traf.end)
    .filter(box => box.type === 'trun')
    .map(box => runOf(bytes.subarray(box.body, box.end), defaults))
  return {
    decodeTicks,
    durationTicks: runs.reduce((sum, run) => sum + run.durationTicks, 0),
    sampleCount: runs.reduce((sum, run) => sum + run.sampleCount, 0),
    beginsWithKeyFrame: runs[0] !== undefined && (runs[0].firstFlags & nonSyncSample) === 0,
  }
}

/** `tfhd`: defaults of this fragment, in their optional fields one after the other. */
function fragmentDefaults(bytes: Buffer, tfhd: Box, track: Track): Defaults {
  const present = bytes.readUInt32BE(tfhd.body) & 0xff_ffff
  let at = tfhd.body + 8
  if (present & 0x01) at += 8
  if (present & 0x02) at += 4
  let durationTicks = track.defaultDurationTicks
  if (present & 0x08) {
    durationTicks = bytes.readUInt32BE(at)
    at += 4
  }
  if (present & 0x10) at += 4
  return { durationTicks, flags: present & 0x20 ? bytes.readUInt32BE(at) : track.defaultSampleFlags }
}

/** `trun`: a row of samples, each with those fields that the flags name. */
function runOf(
  run: Buffer,
  defaults: Defaults,
): { sampleCount: number; durationTicks: number; firstFlags: number } {
  const present = run.readUInt32BE(0) & 0xff_ffff
  const sampleCount = run.readUInt32BE(4)
  if (sampleCount > mostSamples) throw new MediaError(`${sampleCount} samples in one fragment`)
  let at = 8
  if (present & 0x001) at += 4
  let firstFlags = defaults.flags
  if (present & 0x004) {
    firstFlags = run.readUInt32BE(at)
    at += 4
  }
  const beforeFlags = (present & 0x100 ? 4 : 0) + (present & 0x200 ? 4 : 0)
  const rowSize = beforeFlags + (present & 0x400 ? 4 : 0) + (present & 0x800 ? 4 : 0)
  if (present & 0x400 && !(present & 0x004) && sampleCount > 0)
    firstFlags = run.readUInt32BE(at + beforeFlags)
  let durationTicks = 0
  if (present & 0x100)
    for (let sample = 0; sample < sampleCount; sample++)
      durationTicks += run.readUInt32BE(at + sample * rowSize)
  else durationTicks = sampleCount * defaults.durationTicks
  return { sampleCount, durationTicks, firstFlags }
}
