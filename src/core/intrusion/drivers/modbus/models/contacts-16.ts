import type { ModbusModel } from '../model.ts'

/**
 * A network input module with sixteen dry contacts (FC 2, from 0), to which the alarm relays of a fence controller or of
 * beams are wired: input n − 1 closed is an alarm of segment n. It is armed nowhere and always reports.
 */
export const contacts16: ModbusModel = {
  id: 'contacts-16',
  segmentCount: 16,
  conditions: Array.from({ length: 16 }, (_, index) => ({
    table: 'discrete',
    address: index,
    segment: index + 1,
    kind: 'alarm.perimeter',
  })),
  armedCoils: [],
  tensions: [],
}
