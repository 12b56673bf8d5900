import type { SignalKind } from '../../../../shared/domain/intrusion.ts'

/** One discrete input of a device (function 2). Addresses are as on the wire, from 0. */
export interface InputPoint {
  readonly address: number
  /** Segment from 1; null for an input of the host itself. */
  readonly segment: number | null
  readonly kind: SignalKind
}

/** The coil (functions 1, 5, 15) that arms a segment. */
export interface ArmedCoil {
  readonly address: number
  readonly segment: number
}

/** The register map of a kind of device, as data. */
export interface ModbusModel {
  readonly id: string
  readonly segmentCount: number
  readonly inputs: readonly InputPoint[]
  readonly armedCoils: readonly ArmedCoil[]
}

const segmentInputs: readonly SignalKind[] = ['alarm.perimeter', 'alarm.cut', 'fault.slack', 'tamper']

/**
 * Tension-fence host with six segments.
 *
 * | input (FC 2)     | meaning                                               |
 * | ---------------- | ----------------------------------------------------- |
 * | (n − 1) × 4      | segment n: alarm (climbed, pulled); latched            |
 * | (n − 1) × 4 + 1  | segment n: wire cut                                   |
 * | (n − 1) × 4 + 2  | segment n: wire slack                                 |
 * | (n − 1) × 4 + 3  | segment n: detector opened                            |
 * | 24, 25, 26       | host: mains lost, battery low, cabinet opened         |
 *
 * | coil (FC 1, 5, 15) | meaning                         |
 * | ------------------ | ------------------------------- |
 * | n − 1              | segment n armed (read back: is) |
 */
const tensionFence6: ModbusModel = {
  id: 'tension-fence-6',
  segmentCount: 6,
  inputs: [
    ...Array.from({ length: 6 }, (_, index) =>
      segmentInputs.map((kind, offset) => ({ address: index * 4 + offset, segment: index + 1, kind })),
    ).flat(),
    { address: 24, segment: null, kind: 'fault.power' },
    { address: 25, segment: null, kind: 'fault.battery' },
    { address: 26, segment: null, kind: 'tamper' },
  ],
  armedCoils: Array.from({ length: 6 }, (_, index) => ({ address: index, segment: index + 1 })),
}

/** Every model the station knows, by id. */
export const modbusModels = { 'tension-fence-6': tensionFence6 } as const

/** The one stretch of addresses that holds them all. */
export function span(points: readonly { readonly address: number }[]): {
  readonly first: number
  readonly length: number
} {
  const addresses = points.map(point => point.address)
  const first = Math.min(...addresses)
  return { first, length: Math.max(...addresses) - first + 1 }
}
