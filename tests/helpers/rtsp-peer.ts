import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { OtherNetwork } from './other-network.ts'

export interface RtspPeer extends AsyncDisposable {
  /** `rtsp://127.0.0.1:PORT` */
  readonly url: string
  /** Gives a command (see tests/peers/rtsp_peer.py) and waits until it was carried out. */
  command(text: string): Promise<string>
}

/** Starts GStreamer's RTSP server on a free port. @param wall so many small cameras besides: `/wall0`, `/wall1` … */
export async function startRtspPeer(wall = 0, network?: OtherNetwork): Promise<RtspPeer> {
  const script = fileURLToPath(new URL('../peers/rtsp_peer.py', import.meta.url))
  const place = network === undefined ? ['127.0.0.1', 'lo'] : ['0.0.0.0', network.device]
  const words = [...(network?.prefix ?? []), '/usr/bin/python3', script, '--wall', String(wall), ...place]
  const child = spawn(words[0] ?? '', words.slice(1), {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async () => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the RTSP peer ended; are its Debian packages installed?')
    return line.value
  }
  const { port } = JSON.parse(await nextLine()) as { port: number }
  let turn: Promise<unknown> = Promise.resolve()
  return {
    url: `rtsp://${network?.address ?? '127.0.0.1'}:${port}`,
    command(text) {
      const answer = turn.then(() => {
        child.stdin.write(`${text}\n`)
        return nextLine()
      })
      turn = answer
      return answer
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
