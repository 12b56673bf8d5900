import type { SignalKind } from '../../../../../shared/domain/intrusion.ts'
import type { ModbusModel } from '../model.ts'

const segments = [1, 2, 3, 4, 5, 6]
const ofSegment: readonly SignalKind[] = ['alarm.perimeter', 'alarm.cut', 'fault.slack', 'tamper']

/**
 * Tension-fence host with six segments, a bit for each condition.
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
 *
 * | input register (FC 4) | meaning                      |
 * | --------------------- | ---------------------------- |
 * | n − 1                 | tension of segment n, 1 N    |
 */
export const tensionFence6: ModbusModel = {
  id: 'tension-fence-6',
  segmentCount: 6,
  conditions: [
    ...segments.flatMap(segment =>
      ofSegment.map((kind, offset) => ({
        table: 'discrete' as const,
        address: (segment - 1) * 4 + offset,
        segment,
        kind,
      })),
    ),
    { table: 'discrete', address: 24, segment: null, kind: 'fault.power' },
    { table: 'discrete', address: 25, segment: null, kind: 'fault.battery' },
    { table: 'discrete', address: 26, segment: null, kind: 'tamper' },
  ],
  armedCoils: segments.map(segment => ({ address: segment - 1, segment })),
  tensions: segments.map(segment => ({ table: 'input', address: segment - 1, segment, newtonsPerCount: 1 })),
}
