import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { BenchCamera } from '../bench-site.ts'
import type { Box } from './framebuffer.ts'

/** Players that run until they are disposed of. */
export interface Players extends AsyncDisposable {
  readonly pids: readonly number[]
  /** @throws Error when one of them has ended by itself */
  check(): void
}

/** How mpv draws. `x11`: its cheapest way where there is no GPU; `default`: OpenGL, there done by the CPU. */
export type MpvOutput = 'x11' | 'default'

/** One mpv window a camera with `--profile=low-latency`, where our pictures lie and as large as they are. */
export function startMpv(
  cameras: readonly BenchCamera[],
  boxes: readonly Box[],
  { output, env }: { output: MpvOutput; env: NodeJS.ProcessEnv },
): Players {
  return startAll(
    cameras.map(({ rtsp }, index) => {
      const box = boxes[index]
      if (box === undefined) throw new Error('more cameras than places')
      const geometry = `${Math.round(box.width)}x${Math.round(box.height)}+${Math.round(box.x)}+${Math.round(box.y)}`
      const looks = ['--no-config', '--really-quiet', '--no-border', '--no-osc', `--geometry=${geometry}`]
      const plays = ['--profile=low-latency', '--no-audio', '--rtsp-transport=tcp']
      return ['mpv', ...looks, ...plays, ...(output === 'x11' ? ['--vo=x11'] : []), rtsp.sub]
    }),
    env,
  )
}

/** One `ffmpeg -f null -` a camera: fetches and decodes, shows nothing. */
export function startDecoders(cameras: readonly BenchCamera[], env: NodeJS.ProcessEnv): Players {
  const words = 'ffmpeg -nostdin -hide_banner -loglevel error -rtsp_transport tcp -i'.split(' ')
  return startAll(
    cameras.map(({ rtsp }) => [...words, rtsp.sub, '-an', '-f', 'null', '-']),
    env,
  )
}

function startAll(commands: readonly (readonly string[])[], env: NodeJS.ProcessEnv): Players {
  const children = commands.map(([program = '', ...args]) => spawn(program, args, { env, stdio: 'ignore' }))
  return {
    pids: children.flatMap(({ pid }) => pid ?? []),
    check() {
      if (children.some(({ exitCode }) => exitCode !== null)) throw new Error('a player ended by itself')
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map(ended))
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
