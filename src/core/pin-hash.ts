import { createInterface } from 'node:readline/promises'
import { hashPin } from './duty/pin.ts'

/** `npm run pin-hash`: reads a PIN from the standard input, never from the command line, and prints its hash. */
const lines = createInterface({ input: process.stdin })
const pin = await lines[Symbol.asyncIterator]().next()
lines.close()
if (pin.done === true || !/^\S{4,64}$/.test(pin.value)) {
  process.stderr.write('type one PIN of 4 to 64 characters without spaces on the standard input\n')
  process.exitCode = 1
} else process.stdout.write(`${await hashPin(pin.value)}\n`)
