import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureOffset } from '../../src/core/checks/sntp.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { dataFolder } from './data-folder.ts'

export interface Chrony extends AsyncDisposable {
  /** UDP, on 127.0.0.1. */
  readonly port: number
}

/** What tells it to be a time server for this machine alone; `stratum` null: it has no source and says so. */
const configuration = (folder: string, port: number, stratum: number | null): string => `
port ${port}
cmdport 0
bindcmdaddress /
bindaddress 127.0.0.1
allow 127.0.0.0/8
pidfile ${join(folder, 'chronyd.pid')}
${stratum === null ? '' : `local stratum ${stratum}`}
`

/**
 * Debian's chrony as a private time server on a free port. `-x`: it never touches the PC's clock. Runs as root and as
 * anybody else (`-U`).
 */
export async function startChrony(options: { stratum: number | null }): Promise<Chrony> {
  await using starting = new AsyncDisposableStack()
  const folder = starting.use(dataFolder())
  const port = await freeUdpPort()
  const file = join(folder.path, 'chrony.conf')
  writeFileSync(file, configuration(folder.path, port, options.stratum))
  // As root it would change to a user of its own, who may not read our folder.
  const stayRoot = process.getuid?.() === 0 ? ['-u', 'root'] : []
  const daemon = spawn(chronydFile(), ['-U', '-x', '-d', ...stayRoot, '-f', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  daemon.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const exited = once(daemon, 'exit')
  starting.defer(async () => {
    daemon.kill('SIGTERM')
    await exited
  })
  await answering(port, () => {
    if (daemon.exitCode !== null) throw new Error(`chronyd ended:\n${said}`)
  })
  const owned = starting.move()
  return { port, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** /usr/sbin is not on the PATH of a normal user. */
function chronydFile(): string {
  const file = '/usr/sbin/chronyd'
  if (!existsSync(file)) throw new Error('chronyd is missing: apt-get install chrony')
  return file
}

/** Asks until an answer comes, be it a refusal: then the daemon has its port. */
async function answering(port: number, check: () => void): Promise<void> {
  for (;;) {
    check()
    const measured = await measureOffset({ host: '127.0.0.1', port, timeoutMs: 500, clock: systemClock })
    if (measured.ok || measured.reason.startsWith('the server')) return
    await systemClock.sleep(20)
  }
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  const closed = once(socket, 'close')
  socket.close()
  await closed
  return port
}
