import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ReplayPeer extends AsyncDisposable {
  /** `rtsp://127.0.0.1:PORT` */
  readonly url: string
  /** Gives a command (see tests/peers/replay_peer.py) and waits until it was carried out. */
  command(text: string): Promise<string>
}

/** Starts GStreamer's RTSP server as a recorder. @param beginsMs when the file begins, whole seconds UTC */
export async function startReplayPeer(file: string, beginsMs: number): Promise<ReplayPeer> {
  const script = fileURLToPath(new URL('../peers/replay_peer.py', import.meta.url))
  const child = spawn('/usr/bin/python3', [script, file, String(beginsMs / 1_000)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the recorder ended; are its Debian packages installed?')
    return line.value
  }
  const { port } = JSON.parse(await nextLine()) as { port: number }
  return {
    url: `rtsp://127.0.0.1:${port}`,
    command(text) {
      child.stdin.write(`${text}\n`)
      return nextLine()
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}
