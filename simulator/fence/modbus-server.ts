import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { promisify } from 'node:util'

/** What a Modbus server shows, by address from 0. */
export interface ModbusBank {
  discreteInputs(): readonly boolean[]
  coils(): readonly boolean[]
  inputRegisters(): readonly number[]
  /** `address` is one of `coils()`. */
  writeCoil(address: number, value: boolean): void
}

export interface ModbusServer extends AsyncDisposable {
  readonly port: number
  /** Keeps connections open and answers nothing, like a device whose processor hangs. */
  setMuted(muted: boolean): void
}

const headerBytes = 7
const longestPduBytes = 253
const illegalFunction = 1
const illegalAddress = 2
const illegalValue = 3

/** A Modbus TCP server (functions 1, 2, 4, 5, 15; any unit id), written apart from the library the driver uses. */
export async function startModbusServer(
  address: { readonly host: string; readonly port: number },
  bank: ModbusBank,
): Promise<ModbusServer> {
  const sockets = new Set<Socket>()
  let muted = false
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let held: Buffer = Buffer.alloc(0)
    socket.on('data', (chunk): void => {
      held = Buffer.concat([held, chunk])
      for (let request = firstRequest(held); request !== null; request = firstRequest(held)) {
        if (request === 'rubbish') {
          socket.destroy()
          return
        }
        held = held.subarray(headerBytes + request.pdu.length)
        if (!muted) socket.write(response(request.header, answer(request.pdu, bank)))
      }
    })
  })
  server.listen(address.port, address.host)
  await once(server, 'listening')
  const close = promisify(server.close.bind(server))
  return {
    port: (server.address() as AddressInfo).port,
    setMuted(next) {
      muted = next
    },
    async [Symbol.asyncDispose]() {
      const closed = close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** MBAP: transaction, protocol 0, length of what follows (unit and PDU), unit. */
function firstRequest(bytes: Buffer): { header: Buffer; pdu: Buffer } | 'rubbish' | null {
  if (bytes.length < headerBytes) return null
  const pduBytes = bytes.readUInt16BE(4) - 1
  if (bytes.readUInt16BE(2) !== 0 || pduBytes < 1 || pduBytes > longestPduBytes) return 'rubbish'
  if (bytes.length < headerBytes + pduBytes) return null
  return { header: bytes.subarray(0, headerBytes), pdu: bytes.subarray(headerBytes, headerBytes + pduBytes) }
}

function response(requestHeader: Buffer, pdu: Buffer): Buffer {
  const header = Buffer.from(requestHeader)
  header.writeUInt16BE(pdu.length + 1, 4)
  return Buffer.concat([header, pdu])
}

function answer(pdu: Buffer, bank: ModbusBank): Buffer {
  const code = pdu[0]!
  if (pdu.length < 5) return refusal(code, illegalValue)
  const start = pdu.readUInt16BE(1)
  const value = pdu.readUInt16BE(3)
  switch (code) {
    case 1:
      return read(code, slice(bank.coils(), start, value), packed)
    case 2:
      return read(code, slice(bank.discreteInputs(), start, value), packed)
    case 4:
      return read(code, slice(bank.inputRegisters(), start, value), words)
    case 5:
      if (value !== 0xff00 && value !== 0) return refusal(code, illegalValue)
      return write(pdu, bank, start, [value === 0xff00])
    case 15: {
      if (pdu.length < 6 + Math.ceil(value / 8)) return refusal(code, illegalValue)
      const bits = Array.from({ length: value }, (_, bit) => ((pdu[6 + (bit >> 3)]! >> (bit & 7)) & 1) === 1)
      return write(pdu, bank, start, bits)
    }
    default:
      return refusal(code, illegalFunction)
  }
}

function slice<T>(all: readonly T[], start: number, length: number): readonly T[] | null {
  return length < 1 || start + length > all.length ? null : all.slice(start, start + length)
}

function read<T>(code: number, values: readonly T[] | null, pack: (values: readonly T[]) => Buffer): Buffer {
  if (values === null) return refusal(code, illegalAddress)
  const data = pack(values)
  return Buffer.concat([Buffer.from([code, data.length]), data])
}

function write(pdu: Buffer, bank: ModbusBank, start: number, bits: readonly boolean[]): Buffer {
  if (slice(bank.coils(), start, bits.length) === null) return refusal(pdu[0]!, illegalAddress)
  bits.forEach((bit, index) => {
    bank.writeCoil(start + index, bit)
  })
  return Buffer.from(pdu.subarray(0, 5))
}

function packed(bits: readonly boolean[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8))
  bits.forEach((bit, index) => {
    if (bit) bytes[index >> 3]! |= 1 << (index & 7)
  })
  return bytes
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, index) => bytes.writeUInt16BE(value, index * 2))
  return bytes
}

function refusal(code: number, exception: number): Buffer {
  return Buffer.from([code | 0x80, exception])
}
