import { createReadStream, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { KeyObject } from 'node:crypto'
import { verifyDatabase } from '../journal/verify-database.ts'
import { databaseFile } from '../platform/database.ts'
import { unbundle, type BundleHead } from './bundle.ts'
import { SealError, unsealed } from './sealed-stream.ts'

/**
 * Unpacks a backup into a new data folder and proves it: every file by its hash, the journal by its chain and by the
 * head that the backup names. Nothing stands under the folder's name before all of it is proved.
 * @throws SealError when something is not as it was written; Error when the folder is not empty
 */
export async function restore(backup: string, key: KeyObject, folder: string): Promise<BundleHead> {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`)
  const part = `${folder}.part`
  rmSync(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true, mode: 0o700 })
  try {
    const head = await unbundle(unsealed(createReadStream(backup) as AsyncIterable<Buffer>, key), part)
    const { isWhole, line, head: journal } = verifyDatabase(databaseFile(part))
    if (!isWhole) throw new SealError(line)
    if (journal.hash.toString('hex') !== head.journal.hash)
      throw new SealError('the journal ends elsewhere than the backup says')
    rmSync(folder, { recursive: true, force: true })
    renameSync(part, folder)
    return head
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

/** Reads a backup to its end without writing anything. @throws SealError */
export function checkBackup(backup: string, key: KeyObject): Promise<BundleHead> {
  return unbundle(unsealed(createReadStream(backup) as AsyncIterable<Buffer>, key), null)
}
