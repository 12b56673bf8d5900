import { BitReader } from './bit-reader.ts'
import { MediaError } from './boxes.ts'

/** What a sequence parameter set says of the pictures. */
export interface Sequence {
  readonly width: number
  readonly height: number
}

/** What hvcC repeats of it besides. */
export interface HevcSequence extends Sequence {
  /** `general_profile_space` to `general_level_idc`: 12 bytes as they stand in hvcC. */
  readonly profileTierLevel: Buffer
  readonly chromaFormat: number
  readonly lumaDepth: number
  readonly chromaDepth: number
  readonly temporalLayers: number
  readonly isTemporalIdNested: boolean
}

const profilesWithChroma = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
const largestSide = 16_384

/** Reads a sequence parameter set of H.264 (ISO/IEC 14496-10 §7.3.2.1.1). @throws MediaError when it is damaged */
export function readAvcSequence(sps: Buffer): Sequence {
  const reader = new BitReader(sps)
  reader.skip(8)
  const profile = reader.bits(8)
  reader.skip(16)
  reader.ue()
  const chroma = profilesWithChroma.has(profile) ? avcChroma(reader) : 1
  reader.ue()
  skipPictureOrder(reader)
  reader.ue()
  reader.skip(1)
  const widthInBlocks = reader.ue() + 1
  const heightInMaps = reader.ue() + 1
  const isFrameOnly = reader.flag()
  if (isFrameOnly === 0) reader.skip(1)
  reader.skip(1)
  const crop = reader.flag() === 1 ? [reader.ue(), reader.ue(), reader.ue(), reader.ue()] : [0, 0, 0, 0]
  const [left = 0, right = 0, top = 0, bottom = 0] = crop
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1
  const unitY = (chroma === 1 ? 2 : 1) * (2 - isFrameOnly)
  return checked({
    width: widthInBlocks * 16 - (left + right) * unitX,
    height: heightInMaps * 16 * (2 - isFrameOnly) - (top + bottom) * unitY,
  })
}

function avcChroma(reader: BitReader): number {
  const chroma = reader.ue()
  if (chroma === 3) reader.skip(1)
  reader.ue()
  reader.ue()
  reader.skip(1)
  if (reader.flag() === 1)
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list++)
      if (reader.flag() === 1) skipScalingList(reader, list < 6 ? 16 : 64)
  return chroma
}

function skipScalingList(reader: BitReader, size: number): void {
  let last = 8
  let next = 8
  for (let index = 0; index < size; index++) {
    if (next !== 0) next = (last + reader.se() + 256) % 256
    last = next === 0 ? last : next
  }
}

function skipPictureOrder(reader: BitReader): void {
  const type = reader.ue()
  if (type === 0) reader.ue()
  if (type !== 1) return
  reader.skip(1)
  reader.se()
  reader.se()
  const cycle = reader.ue()
  if (cycle > 255) throw new MediaError('a parameter set with an impossible cycle')
  for (let index = 0; index < cycle; index++) reader.se()
}

/** Reads a sequence parameter set of H.265 (ISO/IEC 23008-2 §7.3.2.2). @throws MediaError when it is damaged */
export function readHevcSequence(sps: Buffer): HevcSequence {
  const reader = new BitReader(sps)
  reader.skip(16 + 4)
  const maxSubLayersMinus1 = reader.bits(3)
  const isTemporalIdNested = reader.flag() === 1
  const profileTierLevel = Buffer.from(Array.from({ length: 12 }, () => reader.bits(8)))
  skipSubLayers(reader, maxSubLayersMinus1)
  reader.ue()
  const chromaFormat = reader.ue()
  if (chromaFormat === 3) reader.skip(1)
  const codedWidth = reader.ue()
  const codedHeight = reader.ue()
  const window = reader.flag() === 1 ? [reader.ue(), reader.ue(), reader.ue(), reader.ue()] : [0, 0, 0, 0]
  const [left = 0, right = 0, top = 0, bottom = 0] = window
  const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1
  const unitY = chromaFormat === 1 ? 2 : 1
  const { width, height } = checked({
    width: codedWidth - (left + right) * unitX,
    height: codedHeight - (top + bottom) * unitY,
  })
  const lumaDepth = reader.ue() + 8
  const chromaDepth = reader.ue() + 8
  const temporalLayers = maxSubLayersMinus1 + 1
  return {
    width,
    height,
    profileTierLevel,
    chromaFormat,
    lumaDepth,
    chromaDepth,
    temporalLayers,
    isTemporalIdNested,
  }
}

function skipSubLayers(reader: BitReader, count: number): void {
  const present = Array.from({ length: count }, () => ({ profile: reader.flag(), level: reader.flag() }))
  if (count > 0) reader.skip((8 - count) * 2)
  for (const { profile, level } of present) reader.skip((profile === 1 ? 88 : 0) + (level === 1 ? 8 : 0))
}

function checked(size: Sequence): Sequence {
  const isPossible = (side: number) => Number.isInteger(side) && side > 0 && side <= largestSide
  if (!isPossible(size.width) || !isPossible(size.height))
    throw new MediaError(`a parameter set for a picture of ${size.width} × ${size.height}`)
  return size
}
