import ModbusRTU from 'modbus-serial'
import { serialQueue } from '../serial-queue.ts'
import type { Reading } from './edges.ts'
import { span, type ModbusModel } from './models.ts'

export interface ModbusAddress {
  readonly host: string
  readonly port: number
  /** Unit id, 0..255; most TCP devices answer to any. */
  readonly unitId: number
  /** Longest wait for one answer and for the connection, ms. */
  readonly requestTimeoutMs: number
}

/** The device answered with a Modbus exception (codes 1..11): it is there, and refuses. */
export class ModbusException extends Error {}
/** No answer in time, a closed connection, or bytes that are no answer. */
export class ModbusUnreachable extends Error {}

/** One TCP connection to one device; after a loss it is thrown away and a new one made. */
export interface ModbusConnection extends Disposable {
  /** False once the socket is gone. */
  readonly isOpen: boolean
  read(model: ModbusModel): Promise<Reading>
  /** Writes coils one behind the other from `first`. */
  writeCoils(first: number, values: readonly boolean[]): Promise<void>
}

/** @throws ModbusUnreachable when there is no connection in time, or `stop` aborts */
export async function openModbus(address: ModbusAddress, stop: AbortSignal): Promise<ModbusConnection> {
  const client = new ModbusRTU()
  const inTurn = serialQueue()
  let gone = false
  let abandon: ((error: Error) => void) | null = null
  client.on('error', () => {})
  client.setID(address.unitId)
  client.setTimeout(address.requestTimeoutMs)

  function destroy(): void {
    gone = true
    stop.removeEventListener('abort', destroy)
    client.destroy(() => {})
    // The library forgets its pending promise when it is destroyed; ours always settles.
    abandon?.(new ModbusUnreachable('connection closed'))
  }

  function ask<T>(request: () => Promise<T>): Promise<T> {
    return inTurn(
      () =>
        new Promise<T>((resolve, reject) => {
          if (gone) throw new ModbusUnreachable('connection closed')
          abandon = reject
          request().then(resolve, (error: unknown) => {
            reject(translated(error))
          })
        }),
    )
  }

  if (stop.aborted) throw new ModbusUnreachable('stopped')
  stop.addEventListener('abort', destroy, { once: true })
  try {
    await ask(() => client.connectTCP(address.host, { port: address.port }))
  } catch (error) {
    destroy()
    throw error
  }

  async function bits(
    read: (first: number, length: number) => Promise<{ data: boolean[]; buffer: Buffer }>,
    points: readonly { readonly address: number }[],
    functionCode: string,
  ): Promise<{ values: ReadonlyMap<number, boolean>; raw: string }> {
    const { first, length } = span(points)
    const { data, buffer } = await ask(() => read(first, length))
    if (data.length < length) throw new ModbusUnreachable('answer too short')
    const values = new Map(points.map(point => [point.address, data[point.address - first] === true]))
    return { values, raw: `${functionCode}@${first}+${length}=${buffer.toString('hex')}` }
  }

  return {
    get isOpen() {
      return client.isOpen
    },
    async read(model) {
      const inputs = await bits(
        (first, length) => client.readDiscreteInputs(first, length),
        model.inputs,
        'fc02',
      )
      const coils = await bits((first, length) => client.readCoils(first, length), model.armedCoils, 'fc01')
      return { inputs: inputs.values, coils: coils.values, rawInputs: inputs.raw, rawCoils: coils.raw }
    },
    async writeCoils(first, values) {
      await ask(async () => {
        if (values.length === 1) await client.writeCoil(first, values[0] === true)
        else await client.writeCoils(first, [...values])
      })
    },
    [Symbol.dispose]: destroy,
  }
}

function translated(error: unknown): Error {
  if (error instanceof ModbusUnreachable) return error
  // The library rejects with errors, and with plain objects that look like them.
  const { message = 'unknown', modbusCode } = error as { message?: string; modbusCode?: number }
  if (modbusCode !== undefined) return new ModbusException(message)
  return new ModbusUnreachable(message, { cause: error })
}
