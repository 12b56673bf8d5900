import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'

const oldestMajor = 5
const oldestMinor = 1

/**
 * The ffmpeg to run: `FFMPEG_PATH`, else the one of an installed `ffmpeg-static` (the school's own choice: it is
 * GPL and not delivered with the program, decision 002), else the system's.
 * @throws Error when there is none, or it is older than 5.1
 */
export function findFfmpeg(): string {
  const command = process.env['FFMPEG_PATH'] ?? installedStatic() ?? 'ffmpeg'
  let banner: string
  try {
    banner = execFileSync(command, ['-hide_banner', '-version'], { encoding: 'utf8', windowsHide: true })
  } catch (error) {
    throw new Error(`ffmpeg cannot be started as "${command}"; install it or set FFMPEG_PATH`, {
      cause: error,
    })
  }
  const version = /^ffmpeg version (?:n)?(\d+)\.(\d+)/.exec(banner)
  // A build from the development line has no number; it is newer than any that we refuse.
  if (version === null) return command
  const [major, minor] = [Number(version[1]), Number(version[2])]
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    throw new Error(`ffmpeg ${major}.${minor} is too old; 5.1 or newer is needed`)
  return command
}

function installedStatic(): string | undefined {
  try {
    const path: unknown = createRequire(import.meta.url)('ffmpeg-static')
    return typeof path === 'string' ? path : undefined
  } catch {
    return undefined
  }
}
