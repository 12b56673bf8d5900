import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ReplayPeer extends AsyncDisposable {
  /** `rtsp://127.0.0.1:PORT` */
  readonly url: string
  /** Gives a command (see tests/peers/replay_peer.py) and waits until it was carried out. */
  command(text: string): Promise<string>
  /** Ends it and starts it again at the same address: a library that hangs answers nobody until then. */
  restart(): Promise<void>
}

/**
 * Starts GStreamer's RTSP server as a recorder. Its library aborts now and then on a loaded machine, when PLAY comes
 * before the pipeline knows its rate after a seek (`gst_rtsp_media_get_rates: assertion failed`); then it is started
 * again at the same address, and the test that met it is tried once more.
 * @param beginsMs when the file begins, whole seconds UTC
 */
export async function startReplayPeer(file: string, beginsMs: number): Promise<ReplayPeer> {
  let isOver = false
  let running = await startProcess(file, beginsMs, 0)
  let restarted = Promise.resolve()
  const { port } = running
  const again = async (): Promise<void> => {
    running = await startProcess(file, beginsMs, port)
    watch()
  }
  const watch = (): void =>
    void running.child.once('exit', (_code, signal) => {
      if (isOver || signal !== 'SIGABRT') return
      console.warn('GStreamer aborted by an assertion of its own; the recorder is started again')
      restarted = again()
    })
  watch()
  return {
    url: `rtsp://127.0.0.1:${port}`,
    async command(text) {
      await restarted
      running.child.stdin.write(`${text}\n`)
      return running.nextLine()
    },
    async restart() {
      await restarted
      const gone = once(running.child, 'exit')
      running.child.kill('SIGKILL')
      await gone
      await again()
    },
    async [Symbol.asyncDispose]() {
      isOver = true
      await restarted
      const { child } = running
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}

/** One process of the recorder, once it listens. @param wantedPort 0 for any */
async function startProcess(file: string, beginsMs: number, wantedPort: number) {
  const script = fileURLToPath(new URL('../peers/replay_peer.py', import.meta.url))
  const child = spawn('/usr/bin/python3', [script, file, String(beginsMs / 1_000), String(wantedPort)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the recorder ended; are its Debian packages installed?')
    return line.value
  }
  const { port } = JSON.parse(await nextLine()) as { port: number }
  return { child, nextLine, port }
}
