import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** See tests/peers/counter_peer.py. */
const bits = 24
const blockPixels = 12
const blockRows = 16

export interface CounterPeer extends AsyncDisposable {
  readonly url: string
  /** The number of the newest picture it made. */
  newest(): Promise<number>
}

/** Starts a camera whose pictures are numbered: what is lost or doubled on the way can be counted. */
export async function startCounterPeer(): Promise<CounterPeer> {
  const script = fileURLToPath(new URL('../peers/counter_peer.py', import.meta.url))
  const child = spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the counter peer ended; are its Debian packages installed?')
    return line.value
  }
  const { port } = JSON.parse(await nextLine()) as { port: number }
  return {
    url: `rtsp://127.0.0.1:${port}/counter`,
    async newest() {
      child.stdin.write('\n')
      return Number(await nextLine())
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** The numbers of all pictures that a decoder gets out of a file, in their order. */
export function numbersIn(file: string): number[] {
  // Each block becomes one pixel, its average; what is left is 24 bytes a picture.
  const filter = `crop=${bits * blockPixels}:${blockRows}:0:0,scale=${bits}:1:flags=area,format=gray`
  const line = `-v error -i ${file} -vf ${filter} -fps_mode passthrough -f rawvideo pipe:1`
  const bytes = execFileSync('ffmpeg', line.split(' '), { maxBuffer: 16 * 1024 * 1024 })
  return Array.from({ length: bytes.length / bits }, (_, index) =>
    bytes
      .subarray(index * bits, (index + 1) * bits)
      .reduce((number, level) => number * 2 + (level > 128 ? 1 : 0), 0),
  )
}
