import { boxesIn, MediaError, parsing, requireBox, requirePath, type Box } from './boxes.ts'
import { parseMoov, visualSampleEntrySize, type InitSegment } from './init-segment.ts'
import { readAvcSequence, readHevcSequence, type Sequence } from './sequence.ts'

/** The parameter sets that stand in the stream before a key frame; `vps` with H.265 only. */
export interface ParameterSets {
  readonly vps: readonly Buffer[]
  readonly sps: readonly Buffer[]
  readonly pps: readonly Buffer[]
}

const mostUnits = 32

/**
 * The parameter sets at the beginning of a fragment's first sample, as views of its bytes; null when there are none.
 * Looks at a few bytes only: it stops at the first unit of a picture.
 * @param fragment `moof` and `mdat` as the splitter gives them, four bytes of length before each unit (ffmpeg's way)
 */
export function parameterSetsIn(fragment: Buffer, isHevc: boolean): ParameterSets | null {
  const sets = { vps: [] as Buffer[], sps: [] as Buffer[], pps: [] as Buffer[] }
  let at = fragment.readUInt32BE(0) + 8
  for (let unit = 0; unit < mostUnits && at + 5 < fragment.length; unit++) {
    const length = fragment.readUInt32BE(at)
    const nal = fragment.subarray(at + 4, at + 4 + length)
    if (nal.length < length || length === 0) break
    const kind = kindOf(nal[0] ?? 0, isHevc)
    if (kind === 'picture') break
    if (kind !== 'other') sets[kind].push(nal)
    at += 4 + length
  }
  return sets.sps.length === 0 ? null : sets
}

function kindOf(header: number, isHevc: boolean): keyof ParameterSets | 'picture' | 'other' {
  if (isHevc) {
    const type = (header >> 1) & 0x3f
    if (type < 32) return 'picture'
    return type === 32 ? 'vps' : type === 33 ? 'sps' : type === 34 ? 'pps' : 'other'
  }
  const type = header & 0x1f
  if (type >= 1 && type <= 5) return 'picture'
  return type === 7 ? 'sps' : type === 8 ? 'pps' : 'other'
}

const isHevcEntry = (type: string) => type === 'hev1' || type === 'hvc1'

/** Finds the sample entry of the video track and the boxes around it, the outermost first. */
function pathToEntry(bytes: Buffer): { path: Box[]; tkhd: Box; entry: Box; record: Box } {
  const moov = requireBox(bytes, 0, bytes.length, 'moov')
  const trak = boxesIn(bytes, moov.body, moov.end)
    .filter(box => box.type === 'trak')
    .find(box => {
      const hdlr = requirePath(bytes, box, ['mdia', 'hdlr'])
      return bytes.toString('latin1', hdlr.body + 8, hdlr.body + 12) === 'vide'
    })
  if (trak === undefined) throw new MediaError('no video track')
  const path = [moov, trak]
  for (const type of ['mdia', 'minf', 'stbl', 'stsd']) {
    const parent = path.at(-1) ?? trak
    path.push(requireBox(bytes, parent.body, parent.end, type))
  }
  const stsd = path.at(-1) ?? trak
  const entry = boxesIn(bytes, stsd.body + 8, stsd.end)[0]
  if (entry === undefined) throw new MediaError('no sample entry')
  const record = requireBox(
    bytes,
    entry.body + visualSampleEntrySize,
    entry.end,
    isHevcEntry(entry.type) ? 'hvcC' : 'avcC',
  )
  return { path: [...path, entry], tkhd: requireBox(bytes, trak.body, trak.end, 'tkhd'), entry, record }
}

/** The first sequence parameter set that the init segment itself holds; null when it holds none. */
export function sequenceSetOf(init: InitSegment): Buffer | null {
  return parsing('init segment', () => {
    const { record, entry } = pathToEntry(init.bytes)
    const body = init.bytes.subarray(record.body, record.end)
    if (!isHevcEntry(entry.type)) return (body.readUInt8(5) & 0x1f) === 0 ? null : lengthPrefixed(body, 6)
    let at = 23
    for (let array = 0; array < body.readUInt8(22); array++) {
      const type = body.readUInt8(at) & 0x3f
      const count = body.readUInt16BE(at + 1)
      at += 3
      for (let unit = 0; unit < count; unit++) {
        if (type === 33) return lengthPrefixed(body, at)
        at += 2 + body.readUInt16BE(at)
      }
    }
    return null
  })
}

const lengthPrefixed = (bytes: Buffer, at: number) => bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at))

/**
 * The same init segment for pictures of another format: decoder record, sizes and codec name are taken from the
 * parameter sets that came with a key frame. Everything else, the clock above all, stays.
 * @throws MediaError when the parameter sets cannot be read
 */
export function withParameterSets(init: InitSegment, sets: ParameterSets): InitSegment {
  return parsing('parameter sets', () => {
    const { path, tkhd, entry, record } = pathToEntry(init.bytes)
    const [sps] = sets.sps
    if (sps === undefined) throw new MediaError('no sequence parameter set')
    const isHevc = isHevcEntry(entry.type)
    const size: Sequence = isHevc ? readHevcSequence(sps) : readAvcSequence(sps)
    const content = isHevc ? hevcRecord(sets, sps) : avcRecord(sets, sps, readHighTail(init.bytes, record))
    const box = Buffer.alloc(8)
    box.writeUInt32BE(8 + content.length, 0)
    box.write(record.type, 4, 'latin1')
    const bytes = Buffer.concat([
      init.bytes.subarray(0, record.start),
      box,
      content,
      init.bytes.subarray(record.end),
    ])
    const grown = bytes.length - init.bytes.length
    for (const around of path) bytes.writeUInt32BE(around.end - around.start + grown, around.start)
    bytes.writeUInt16BE(size.width, entry.body + 24)
    bytes.writeUInt16BE(size.height, entry.body + 26)
    // The last two fields of tkhd, 16.16 fixed point.
    bytes.writeUInt32BE(size.width * 65_536, tkhd.end - 8)
    bytes.writeUInt32BE(size.height * 65_536, tkhd.end - 4)
    const moovAt = path[0]?.start ?? 0
    return { bytes, track: parseMoov(bytes.subarray(moovAt)) }
  })
}

/** Chroma and depth after the sets of a high profile; cameras have 4:2:0 at 8 bits, which ffmpeg writes as four bytes. */
function readHighTail(bytes: Buffer, record: Box): Buffer {
  const body = bytes.subarray(record.body, record.end)
  return body.length >= 4 && (body.at(-4) ?? 0) >> 2 === 0x3f
    ? body.subarray(-4)
    : Buffer.from('fdf8f800', 'hex')
}

/** avcC (ISO/IEC 14496-15 §5.3.3.1). */
function avcRecord({ sps, pps }: ParameterSets, first: Buffer, highTail: Buffer): Buffer {
  const profile = first.readUInt8(1)
  return Buffer.concat([
    Buffer.from([1, ...first.subarray(1, 4), 0xff, 0xe0 | sps.length]),
    ...sps.map(withLength),
    Buffer.from([pps.length]),
    ...pps.map(withLength),
    [66, 77, 88].includes(profile) ? Buffer.alloc(0) : highTail,
  ])
}

/** hvcC (ISO/IEC 14496-15 §8.3.3.1). */
function hevcRecord(sets: ParameterSets, first: Buffer): Buffer {
  const sequence = readHevcSequence(first)
  const arrays = [
    { type: 32, units: sets.vps },
    { type: 33, units: sets.sps },
    { type: 34, units: sets.pps },
  ].filter(({ units }) => units.length > 0)
  const layers = (sequence.temporalLayers << 3) | (sequence.isTemporalIdNested ? 4 : 0) | 3
  return Buffer.concat([
    Buffer.from([1]),
    sequence.profileTierLevel,
    // Segmentation and parallelism unknown; average frame rate unknown; units have four bytes of length.
    Buffer.from([0xf0, 0x00, 0xfc, 0xfc | sequence.chromaFormat]),
    Buffer.from([0xf8 | (sequence.lumaDepth - 8), 0xf8 | (sequence.chromaDepth - 8), 0, 0, layers]),
    Buffer.from([arrays.length]),
    ...arrays.flatMap(({ type, units }) => [
      Buffer.from([type, units.length >> 8, units.length & 0xff]),
      ...units.map(withLength),
    ]),
  ])
}

function withLength(unit: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(unit.length)
  return Buffer.concat([length, unit])
}
