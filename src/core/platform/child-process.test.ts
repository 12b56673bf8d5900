import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { startChild } from './child-process.ts'
import { openChildRegistry } from './child-registry.ts'
import { systemClock } from './clock.ts'

const folders: string[] = []
const temporary = () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhishou-child-'))
  folders.push(folder)
  return folder
}
afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true, force: true })))

const node = (script: string, more: { input?: string; killAfterMs?: number } = {}) =>
  startChild({ command: process.execPath, args: ['-e', script], clock: systemClock, ...more })

test('input goes to stdin and the exit code is told', async () => {
  const child = node('process.stdin.pipe(process.stdout).on("close",()=>0);process.exitCode=3', {
    input: 'secret',
  })
  expect(await text(child.stdout)).toBe('secret')
  expect(await child.exited).toEqual({ code: 3, signal: null, error: null })
})

test('keeps the last fifty lines of stderr with passwords masked', async () => {
  const child = node('for(let i=0;i<80;i++)console.error(`line ${i} rtsp://guard:s3cret@10.0.0.9/main`)')
  child.stdout.resume()
  await child.exited
  expect(child.stderrTail()).toHaveLength(50)
  expect(child.stderrTail().at(-1)).toBe('line 79 rtsp://***@10.0.0.9/main')
})

test('a child that ignores SIGTERM is killed', async () => {
  const child = node('process.on("SIGTERM",()=>{});console.log("up");setInterval(()=>{},1000)', {
    killAfterMs: 50,
  })
  await once(child.stdout, 'data')
  expect(await child.stop()).toMatchObject({ signal: 'SIGKILL' })
})

test('a command that does not exist ends with an error instead of a crash', async () => {
  const child = startChild({ command: '/nowhere/ffmpeg', args: [], input: 'x', clock: systemClock })
  expect((await child.exited).error).toContain('ENOENT')
})

test('an orphan of an earlier run is ended, a stranger with its pid is not', async () => {
  const folder = temporary()
  const orphan = spawn(process.execPath, ['-e', 'console.log("up");setInterval(()=>{},1000)'])
  const stranger = spawn(process.execPath, ['-e', 'console.log("up");setInterval(()=>{},999)'])
  try {
    await Promise.all([once(orphan.stdout, 'data'), once(stranger.stdout, 'data')])
    const before = openChildRegistry(folder)
    before.add(Number(orphan.pid), orphan.spawnargs)
    before.add(Number(stranger.pid), ['ffmpeg', '-i', 'pipe:0'])
    const gone = once(orphan, 'exit')
    expect(await openChildRegistry(folder).endOrphans()).toEqual([orphan.pid])
    await gone
    expect(stranger.exitCode).toBe(null)
    expect(readdirSync(join(folder, 'children'))).toEqual([])
  } finally {
    orphan.kill('SIGKILL')
    stranger.kill('SIGKILL')
  }
})
