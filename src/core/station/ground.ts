import type { Journal } from '../journal/journal.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import { type Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Vault } from '../platform/vault.ts'
import type { CredentialStore } from './credentials.ts'
import type { StationOptions } from './options.ts'
import type { SiteStore } from './site-store.ts'

/** What every feature is built from. */
export interface Ground {
  readonly options: StationOptions
  readonly clock: Clock
  readonly log: Log
  readonly db: Db
  readonly journal: Journal
  readonly sites: SiteStore
  readonly vault: Vault
  readonly credentials: CredentialStore
  readonly stopping: AbortSignal
}

/** What runs pictures through ffmpeg: found and proved once, since looking for it starts a process. */
export interface Tools {
  readonly ffmpeg: string
  readonly registry: ChildRegistry
}
