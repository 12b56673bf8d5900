import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The Modbus device of Debian's python3-pymodbus in a process of its own. */
export interface ModbusPeer extends AsyncDisposable {
  readonly port: number
  /** Sends a line such as `di 3 1`; resolves with the peer's answer. */
  tell(line: string): Promise<string>
  /** `SIGSTOP`: hangs with its connections open. `SIGCONT`: goes on. `SIGKILL`: gone. */
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void
}

const script = fileURLToPath(new URL('../peers/modbus_peer.py', import.meta.url))

/** @param unitId the only one it answers to; absent: any */
export async function startModbusPeer(unitId?: number): Promise<ModbusPeer> {
  const words = unitId === undefined ? [script] : [script, String(unitId)]
  const child = spawn('/usr/bin/python3', words, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('modbus peer ended (are python3-pymodbus, -serial, -serial-asyncio installed?)')
    return value
  }
  const port = Number((await next()).replace('port ', ''))
  return {
    port,
    async tell(line) {
      child.stdin.write(`${line}\n`)
      return next()
    },
    signal: name => void child.kill(name),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}
