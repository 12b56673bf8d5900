import { mkdir, open, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VolumeState } from '../../../shared/domain/storage.ts'

/** Lies in the root of a disk that was set up, and says whose it is: an empty mount point has none. */
const markerName = '.zhishou-volume'
const probeName = '.zhishou-probe'

export interface DiskSpace {
  readonly totalBytes: number
  readonly freeBytes: number
}

/** What was found when a disk was tried. */
export type DiskTrial =
  | { readonly ok: true; readonly space: DiskSpace }
  | {
      readonly ok: false
      readonly state: VolumeState
      readonly reason: string
      readonly space: DiskSpace | null
    }

/**
 * Tries whether recordings can be written: the folder is there, it is the disk it was, and a small file goes through to
 * the platter.
 * @param kind `own` folder of the station is made when it is missing; a `new` disk is marked as ours; a `known` one must
 *   carry the mark, or the disk is not mounted and its empty folder would fill the system disk instead
 */
export async function tryDisk(root: string, id: string, kind: 'own' | 'new' | 'known'): Promise<DiskTrial> {
  let space: DiskSpace | null = null
  try {
    if (kind === 'own') await mkdir(root, { recursive: true, mode: 0o700 })
    else if (!(await stat(root)).isDirectory()) throw new DiskError('ENOTDIR', `${root} is no folder`)
    space = await spaceOf(root)
    if (kind === 'known' && !(await isMarked(root, id)))
      return { ok: false, state: 'missing', reason: 'the folder is there, the disk is not', space }
    await probe(root)
    if (kind === 'new') await writeFile(join(root, markerName), `${id}\n`, { mode: 0o600 })
    return { ok: true, space }
  } catch (error) {
    return { ok: false, state: stateOf(error), reason: reasonOf(error), space }
  }
}

async function spaceOf(root: string): Promise<DiskSpace> {
  const { blocks, bavail, bsize } = await statfs(root)
  return { totalBytes: blocks * bsize, freeBytes: bavail * bsize }
}

/** Whether the mark of a disk lies in its folder: it is mounted, and the disk it was. */
export async function isMarked(root: string, id: string): Promise<boolean> {
  const text = await readFile(join(root, markerName), 'utf8').catch(() => '')
  return text.trim() === id
}

async function probe(root: string): Promise<void> {
  const path = join(root, probeName)
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.write('probe')
    await handle.sync()
  } finally {
    await handle.close()
    await rm(path, { force: true })
  }
}

class DiskError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** What an error of the file system says about the disk. */
export function stateOf(error: unknown): VolumeState {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'full'
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'read-only'
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
    case 'ENXIO':
    case 'ESTALE':
      return 'missing'
    default:
      return 'failed'
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
