import type { ModbusModelId } from '../../../../shared/site/devices.ts'
import type { ModbusModel } from './model.ts'
import { contacts16 } from './models/contacts-16.ts'
import { tensionFence6 } from './models/tension-fence-6.ts'
import { tensionFenceWords8 } from './models/tension-fence-words-8.ts'

/** Every model the station knows, by id. */
export const modbusModels: Readonly<Record<ModbusModelId, ModbusModel>> = {
  'tension-fence-6': tensionFence6,
  'tension-fence-words-8': tensionFenceWords8,
  'contacts-16': contacts16,
}
