import type { SignalKind } from '../../../../../shared/domain/intrusion.ts'
import type { ModbusModel } from '../model.ts'

const segments = [1, 2, 3, 4, 5, 6, 7, 8]
const ofSegment: readonly SignalKind[] = [
  'alarm.perimeter',
  'alarm.cut',
  'fault.slack',
  'tamper',
  'fault.line',
]

/**
 * Tension-fence host with eight segments, a status word for each.
 *
 * | holding register (FC 3) | meaning                                                                    |
 * | ----------------------- | -------------------------------------------------------------------------- |
 * | n − 1                   | segment n; bit 0 alarm, 1 cut, 2 slack, 3 detector opened, 4 detector silent |
 * | 16                      | host; bit 0 mains lost, 1 battery low, 2 cabinet opened                     |
 *
 * | input register (FC 4) | meaning                      |
 * | --------------------- | ---------------------------- |
 * | n − 1                 | tension of segment n, 0.1 N  |
 *
 * | coil (FC 1, 5, 15) | meaning                         |
 * | ------------------ | ------------------------------- |
 * | n − 1              | segment n armed (read back: is) |
 */
export const tensionFenceWords8: ModbusModel = {
  id: 'tension-fence-words-8',
  segmentCount: 8,
  conditions: [
    ...segments.flatMap(segment =>
      ofSegment.map((kind, bit) => ({ table: 'holding' as const, address: segment - 1, bit, segment, kind })),
    ),
    { table: 'holding', address: 16, bit: 0, segment: null, kind: 'fault.power' },
    { table: 'holding', address: 16, bit: 1, segment: null, kind: 'fault.battery' },
    { table: 'holding', address: 16, bit: 2, segment: null, kind: 'tamper' },
  ],
  armedCoils: segments.map(segment => ({ address: segment - 1, segment })),
  tensions: segments.map(segment => ({
    table: 'input',
    address: segment - 1,
    segment,
    newtonsPerCount: 0.1,
  })),
}
