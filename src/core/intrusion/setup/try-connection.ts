import type { ConnectionFacts } from '../../../shared/contract/panel-setup.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { ModbusModelId } from '../../../shared/site/devices.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Credentials } from '../../station/site-loader.ts'
import { isapiClient, IsapiUnauthorised, IsapiUnreachable } from '../drivers/isapi/client.ts'
import { parseSubSystems, parseZones } from '../drivers/isapi/status.ts'
import {
  ModbusException,
  ModbusUnreachable,
  openModbus,
  type ModbusAddress,
} from '../drivers/modbus/connection.ts'
import { modbusModels } from '../drivers/modbus/models.ts'
import { readModel } from '../drivers/modbus/reading.ts'

const requestTimeoutMs = 5_000

/**
 * Asks a panel over ISAPI for its partitions and zones. One attempt: a device locks the account after some wrong
 * passwords.
 * @throws Refusal `setup.unauthorised`, `setup.unreachable`, `panels.device-refused` (it answers, but not as a panel)
 */
export async function tryIsapi(
  url: string,
  credentials: Credentials,
  clock: Clock,
  signal: AbortSignal,
): Promise<ConnectionFacts> {
  const client = isapiClient({ baseUrl: url, ...credentials, requestTimeoutMs }, clock)
  async function read<T>(path: string, parse: (body: string) => T): Promise<T> {
    const { httpStatus, body } = await client.request('GET', `${path}?format=json`, signal)
    if (httpStatus !== 200) throw new Refusal('panels.device-refused', { reason: `HTTP ${httpStatus}` })
    try {
      return parse(body)
    } catch {
      throw new Refusal('panels.device-refused', { reason: 'SecurityCP' })
    }
  }
  try {
    const partitions = await read('/ISAPI/SecurityCP/status/subSystems', parseSubSystems)
    const zones = await read('/ISAPI/SecurityCP/status/zones', parseZones)
    return { partitions: partitions.map(({ number }) => number), zones: zones.map(({ number }) => number) }
  } catch (error) {
    if (error instanceof IsapiUnauthorised) throw new Refusal('setup.unauthorised')
    if (error instanceof IsapiUnreachable) throw new Refusal('setup.unreachable', { reason: error.message })
    throw error
  }
}

/**
 * Reads everything that a fence host's model has, once.
 * @throws Refusal `setup.unreachable`, `panels.device-refused`
 */
export async function tryModbus(
  address: Omit<ModbusAddress, 'requestTimeoutMs'>,
  modelId: ModbusModelId,
  signal: AbortSignal,
): Promise<ConnectionFacts> {
  const model = modbusModels[modelId]
  try {
    using connection = await openModbus({ ...address, requestTimeoutMs }, signal)
    await readModel(connection, model)
    return { partitions: [0], zones: Array.from({ length: model.segmentCount }, (_, index) => index + 1) }
  } catch (error) {
    if (error instanceof ModbusException)
      throw new Refusal('panels.device-refused', { reason: error.message })
    if (error instanceof ModbusUnreachable) throw new Refusal('setup.unreachable', { reason: error.message })
    throw error
  }
}
