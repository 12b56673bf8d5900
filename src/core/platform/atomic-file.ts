import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file so that after a crash the old or the new one is there, whole: beside it, to the disk, then renamed.
 * @param mode of the new file, e.g. 0o600
 */
export function writeFileAtomically(file: string, content: string | Uint8Array, mode: number): void {
  const beside = `${file}.${process.pid}.new`
  try {
    const handle = openSync(beside, 'w', mode)
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
  syncFolder(dirname(file))
}

/** The new name is on disk only when its folder is; Windows has no handle of a folder and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
