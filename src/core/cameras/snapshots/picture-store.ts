import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../journal/chain.ts'
import { writeFileAtomically } from '../../platform/atomic-file.ts'

/** Pictures by the hash of their content, under DATA/pictures. Nothing is ever overwritten with something else. */
export interface PictureStore {
  /** On the disk when this returns. Gives the SHA-256, hexadecimal. */
  put(jpeg: Buffer): string
  /** Null when the file is missing or is no longer what its name says. */
  read(hash: string): Promise<Buffer | null>
}

export function openPictureStore(dataDir: string): PictureStore {
  const fileOf = (hash: string): string => join(dataDir, 'pictures', hash.slice(0, 2), `${hash}.jpg`)
  return {
    put(jpeg) {
      const hash = sha256(jpeg).toString('hex')
      mkdirSync(join(dataDir, 'pictures', hash.slice(0, 2)), { recursive: true, mode: 0o700 })
      writeFileAtomically(fileOf(hash), jpeg, 0o600)
      return hash
    },
    async read(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return null
      try {
        const jpeg = await readFile(fileOf(hash))
        return sha256(jpeg).toString('hex') === hash ? jpeg : null
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
  }
}
