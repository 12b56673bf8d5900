/**
 * The form of an archive package (docs/term-archive.md). Shared by who writes and who verifies; the verifier runs on
 * machines with nothing but Node, so this file imports nothing.
 */
export const archiveFormat = 'zhishou-term-archive'
export const archiveVersion = 1

/** Files of a package that the manifest cannot list: itself and what is made from it. */
export const manifestName = 'manifest.json'
export const signatureName = 'manifest.sig'
export const keyName = 'station-key.pem'
export const journalName = 'journal/entries.jsonl'
export const verifierName = 'verify.mjs'
export const viewerName = 'index.html'
export const readmeName = '说明.txt'

/** One line of `journal/entries.jsonl`: an entry with what its hash is made of. */
export interface JournalLine {
  readonly seq: number
  readonly atMs: number
  /** Canonical JSON, as it entered the hash. */
  readonly actor: string
  readonly kind: string
  readonly subject: string
  /** Canonical JSON. Absent where the body is not in the package; then its hash is. */
  readonly body?: string
  /** Hex. */
  readonly bodyHash?: string
  /** `purged`: its keeping time was over. `withheld`: it belongs to no ledger (addresses and settings of devices). */
  readonly without?: 'purged' | 'withheld'
  /** Hex: SHA-256 over the hash before and this entry. */
  readonly hash: string
}

/** One line of `ledgers/ID/rows.jsonl`. */
export interface RowLine {
  /** Journal entries that the row comes from. */
  readonly seqs: readonly number[]
  /** Beijing time, `2026-11-22 02:41:07`. */
  readonly time: string
  /** In the order of the ledger's columns. */
  readonly cells: readonly string[]
  readonly struck?: true
  readonly remarks?: readonly string[]
  readonly attachments?: readonly { readonly hash: string; readonly name: string }[]
}

export interface ManifestFile {
  /** Path within the package, with `/`. */
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export interface ManifestKey {
  readonly fingerprint: string
  readonly publicKeyPem: string
}

export interface ManifestJournal {
  readonly file: typeof journalName
  readonly entries: number
  /** Null where the period has no entry. */
  readonly first: { readonly seq: number; readonly atMs: number } | null
  readonly last: { readonly seq: number; readonly atMs: number; readonly hash: string } | null
  /** Hash of the entry before the first one: the end of the archive before. */
  readonly before: { readonly seq: number; readonly hash: string }
  readonly purged: number
  readonly withheld: number
  readonly seals: number
  /** Every signing key that the station ever had. */
  readonly keys: readonly ManifestKey[]
  /** The head of the station's journal when the package was made. */
  readonly head: { readonly seq: number; readonly hash: string }
}

export interface ManifestLedger {
  readonly id: string
  readonly title: string
  readonly columns: readonly { readonly id: string; readonly title: string }[]
  readonly rows: number
  readonly files: {
    readonly rows: string
    readonly xlsx: readonly string[]
    /** PDF, or HTML where no PDF could be made. */
    readonly forms: readonly string[]
    /** Parts that the offline page reads. */
    readonly viewer: readonly string[]
  }
}

export interface ManifestAttachment {
  readonly hash: string
  readonly name: string
  /** Null where it was not there, or not whole, when the package was made. */
  readonly file: string | null
}

export interface ArchiveManifest {
  readonly format: typeof archiveFormat
  readonly version: typeof archiveVersion
  readonly station: {
    readonly id: string
    readonly school: string
    readonly software: string
    readonly keyFingerprint: string
  }
  readonly archive: {
    readonly number: number
    readonly name: string
    readonly from: string
    readonly through: string
    readonly fromMs: number
    readonly toMs: number
  }
  readonly madeBy: { readonly id: string; readonly name: string }
  readonly madeAtMs: number
  readonly madeAt: string
  readonly journal: ManifestJournal
  readonly ledgers: readonly ManifestLedger[]
  readonly attachments: readonly ManifestAttachment[]
  /** `made`; `no-shell`: core ran without one; `failed`: the shell could not. */
  readonly pdf: 'made' | 'no-shell' | 'failed'
  readonly files: readonly ManifestFile[]
}

/** A fingerprint as it is printed and compared: groups of four, capital letters. */
export function grouped(hex: string): string {
  return hex.toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1 ')
}
