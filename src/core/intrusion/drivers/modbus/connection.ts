import ModbusRTU from 'modbus-serial'
import { serialQueue } from '../serial-queue.ts'
import type { Block } from './model.ts'

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

export interface BlockReading {
  readonly block: Block
  readonly values: readonly number[]
  /** For the evidence, e.g. `fc02@0+27=01000000`. */
  readonly raw: string
}

/** One TCP connection to one device; after a loss it is thrown away and a new one made. */
export interface ModbusConnection extends Disposable {
  /** False once the socket is gone. */
  readonly isOpen: boolean
  /** The values of one block, 0 or 1 for bits, and the bytes they came in. */
  read(block: Block): Promise<BlockReading>
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

  function asked({ table, first, length }: Block): Promise<{ data: (boolean | number)[]; buffer: Buffer }> {
    switch (table) {
      case 'coil':
        return client.readCoils(first, length)
      case 'discrete':
        return client.readDiscreteInputs(first, length)
      case 'holding':
        return client.readHoldingRegisters(first, length)
      case 'input':
        return client.readInputRegisters(first, length)
    }
  }

  return {
    get isOpen() {
      return client.isOpen
    },
    async read(block) {
      const { data, buffer } = await ask(() => asked(block))
      if (data.length < block.length) throw new ModbusUnreachable('answer too short')
      const values = data.slice(0, block.length).map(Number)
      const raw = `${functionOf[block.table]}@${block.first}+${block.length}=${buffer.toString('hex')}`
      return { block, values, raw }
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

const functionOf = { coil: 'fc01', discrete: 'fc02', holding: 'fc03', input: 'fc04' } as const

function translated(error: unknown): Error {
  if (error instanceof ModbusUnreachable) return error
  // The library rejects with errors, and with plain objects that look like them.
  const { message = 'unknown', modbusCode } = error as { message?: string; modbusCode?: number }
  if (modbusCode !== undefined) return new ModbusException(message)
  return new ModbusUnreachable(message, { cause: error })
}
