import { MediaError } from './boxes.ts'

const hex = (byte: number) => byte.toString(16).padStart(2, '0')

/** RFC 6381 name from an avcC record (ISO/IEC 14496-15 §5.3.3.1): profile, constraints, level. */
export function avcCodec(sampleEntry: 'avc1' | 'avc3', avcC: Buffer): string {
  if (avcC.length < 4) throw new MediaError('avcC is cut short')
  return `${sampleEntry}.${[...avcC.subarray(1, 4)].map(hex).join('')}`
}

/** RFC 6381 name from an hvcC record (ISO/IEC 14496-15 §8.3.3.1 and annex E). */
export function hevcCodec(sampleEntry: 'hvc1' | 'hev1', hvcC: Buffer): string {
  if (hvcC.length < 13) throw new MediaError('hvcC is cut short')
  const profile = hvcC.readUInt8(1)
  const space = ['', 'A', 'B', 'C'][profile >> 6] ?? ''
  const tier = (profile & 0x20) === 0 ? 'L' : 'H'
  const constraints = [...hvcC.subarray(6, 12)]
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop()
  return [
    sampleEntry,
    `${space}${profile & 0x1f}`,
    reverseBits(hvcC.readUInt32BE(2)).toString(16),
    `${tier}${hvcC.readUInt8(12)}`,
    ...constraints.map(byte => byte.toString(16)),
  ].join('.')
}

/** The compatibility flags are named with the lowest flag as the lowest bit, against the order in the file. */
function reverseBits(value: number): number {
  let reversed = 0
  for (let bit = 0; bit < 32; bit++) if ((value >>> bit) & 1) reversed += 2 ** (31 - bit)
  return reversed
}
