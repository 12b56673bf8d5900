import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { maxAttachmentBytes, type AttachmentType } from '../../shared/contract/attachments.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Journal } from '../journal/journal.ts'
import { writeFileAtomically } from '../platform/atomic-file.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { isDiskFull } from '../platform/disk-full.ts'
import { attachmentTable } from './table.ts'
import { typeOf } from './type-of.ts'

export interface KeptAttachment {
  readonly hash: string
  readonly type: AttachmentType
  readonly bytes: number
}

const endings: Readonly<Record<AttachmentType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
}

/** Says whether somebody may read an attachment because of what it belongs to. */
export type AttachmentReader = (hash: string, personId: string) => boolean

/**
 * Scans and pictures that records refer to, in `DATA/attachments/ab/HASH`. A file is named by its SHA-256 and the hash
 * stands in the journal, so a file that was changed or exchanged is found out when it is read.
 */
export class Attachments {
  readonly #folder: string
  readonly #exportDir: string
  readonly #table: ReturnType<typeof attachmentTable>
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #readers: AttachmentReader[] = []

  constructor(options: { dataDir: string; db: Db; journal: Journal; clock: Clock }) {
    this.#folder = join(options.dataDir, 'attachments')
    this.#exportDir = join(options.dataDir, 'exports')
    this.#table = attachmentTable(options.db)
    this.#journal = options.journal
    this.#clock = options.clock
  }

  /** A feature that refers to attachments says who may read them. */
  readableBy(reader: AttachmentReader): void {
    this.#readers.push(reader)
  }

  /**
   * Keeps a file; the same bytes are kept once.
   * @throws Refusal `attachments.too-large`, `attachments.not-a-scan`, `attachments.disk-full`
   */
  put(name: string, bytes: Buffer, actor: UserActor): KeptAttachment {
    if (bytes.length > maxAttachmentBytes)
      throw new Refusal('attachments.too-large', { megabytes: maxAttachmentBytes / 1024 / 1024 })
    const type = typeOf(bytes)
    if (type === null) throw new Refusal('attachments.not-a-scan')
    const hash = createHash('sha256').update(bytes).digest('hex')
    const kept = { hash, type, bytes: bytes.length }
    // The file first: an entry without its file would be worse than a file without an entry.
    const path = join(this.#folder, hash.slice(0, 2), hash)
    if (this.#read(hash) === null) this.#write(path, bytes, name, actor)
    this.#journal.transaction(() => {
      this.#table.put({ ...kept, byId: actor.id, atMs: this.#clock.now() })
      this.#journal.append({ actor, kind: 'attachment.added', subject: hash, body: { name, ...kept } })
    })
    return kept
  }

  /** Whether a file of this hash is kept, whole. */
  has(hash: string): boolean {
    return this.#table.byHash(hash) !== null && this.#read(hash) !== null
  }

  /**
   * @throws Refusal `attachments.unknown` when there is none, when it is not for this person, or when the file is no
   *   longer what the journal says
   */
  get(hash: string, personId: string): { type: AttachmentType; bytes: Buffer } {
    const kept = this.#table.byHash(hash)
    const mayRead = kept?.byId === personId || this.#readers.some(reader => reader(hash, personId))
    const bytes = kept !== null && mayRead ? this.#read(hash) : null
    if (kept === null || bytes === null) throw new Refusal('attachments.unknown')
    return { type: kept.type, bytes }
  }

  /**
   * For the archive of a term, which gives a scan out with the rows that name it: undefined for a hash that is none of
   * ours, null when the file is not there whole.
   */
  whole(hash: string): { type: AttachmentType; bytes: Buffer } | null | undefined {
    const kept = this.#table.byHash(hash)
    if (kept === null) return undefined
    const bytes = this.#read(hash)
    return bytes === null ? null : { type: kept.type, bytes }
  }

  /** Puts a copy into the station's export folder, for the shell to save. @throws Refusal as `get` */
  copy(hash: string, name: string, actor: UserActor): { fileName: string } {
    const { type, bytes } = this.get(hash, actor.id)
    const plain = name.replace(/\.[a-z0-9]{1,5}$/i, '').replaceAll(/[\\/:*?"<>|.]/g, '-')
    const fileName = `${plain}_${hash.slice(0, 8)}.${endings[type]}`
    this.#write(join(this.#exportDir, fileName), bytes, name, actor)
    this.#journal.append({ actor, kind: 'attachment.copied', subject: hash, body: { name } })
    return { fileName }
  }

  #write(path: string, bytes: Buffer, name: string, actor: UserActor): void {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileAtomically(path, bytes, 0o600)
    } catch (error) {
      if (!isDiskFull(error)) throw error
      const body = { name, bytes: bytes.length, code: 'attachments.disk-full' }
      this.#journal.append({ actor, kind: 'attachment.refused', subject: 'attachments', body })
      throw new Refusal('attachments.disk-full')
    }
  }

  /** The bytes, when they are there and of this hash. */
  #read(hash: string): Buffer | null {
    try {
      const bytes = readFileSync(join(this.#folder, hash.slice(0, 2), hash))
      return createHash('sha256').update(bytes).digest('hex') === hash ? bytes : null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }
}
