import { isAbsolute, join } from 'node:path'
import type { VolumeReport, VolumeState } from '../../../shared/domain/storage.ts'
import type { RecordingVolume } from '../../../shared/site.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { Log } from '../../platform/log.ts'
import { isMarked, reasonOf, stateOf, tryDisk, type DiskSpace } from './disk.ts'
import { placeFor } from './placement.ts'
import { volumeTable } from './volume-table.ts'
import { WriteWatch } from './write-watch.ts'

/** The disk of a station whose site file names none: `DATA/recordings`. */
const localVolumeId = 'local'

const gigabyte = 1_000_000_000
/** Left free on every disk, whatever its budget: the database and other programs live there too. */
const reserveShare = 0.05
const largestReserveBytes = 20 * gigabyte
/** Below this nothing is written any more; the journal must still have room. */
const leastFreeBytes = 256 * 1024 * 1024
/** How often the disks are asked for their space; one that is not fit is tried this often, too. */
export const lookEveryMs = 5_000
/** A disk that failed is used again after so many good trials: one that comes and goes is no disk. */
const looksToTrust = 3

/** Where a new file goes. */
export interface Place {
  readonly volume: string
  readonly root: string
}

/** A disk went into another state. */
export interface VolumeChange {
  readonly id: string
  readonly before: VolumeState
  readonly after: VolumeState
  readonly reason: string
}

interface Entry {
  readonly id: string
  readonly root: string
  readonly budgetBytes: number | null
  readonly watch: WriteWatch
  /** Named by the site file now; others are read, never written. */
  isConfigured: boolean
  /** Not named any more, and not there either. */
  isGone: boolean
  state: VolumeState
  reason: string
  sinceMs: number
  space: DiskSpace | null
  usedBytes: number
  /** Trials in a row that went well. */
  goodLooks: number
}

export interface VolumesOptions {
  readonly dataDir: string
  readonly volumes: readonly RecordingVolume[]
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
}

/** The disks of recordings: which are fit, how full, how fast, and which gets the next file. */
export class Volumes {
  readonly changed = new Emitter<VolumeChange>()
  readonly #options: VolumesOptions
  readonly #table: ReturnType<typeof volumeTable>
  readonly #entries = new Map<string, Entry>()
  /** Which disk each camera writes to. */
  readonly #placed = new Map<string, string>()
  #backlogOf: (volume: string) => number = () => 0

  constructor(options: VolumesOptions) {
    this.#options = options
    this.#table = volumeTable(options.db)
    for (const { id, path } of this.#table.known()) this.#add(id, path, null)
    this.follow(options.volumes)
  }

  /** The site file names other disks now. Those it no longer names are still read, but not written. */
  follow(volumes: readonly RecordingVolume[]): void {
    const own = { id: localVolumeId, path: join(this.#options.dataDir, 'recordings') }
    const wanted = volumes.length === 0 ? [{ ...own, budgetGb: undefined }] : volumes
    for (const entry of this.#entries.values()) entry.isConfigured = false
    for (const { id, path, budgetGb } of wanted) {
      const root = id === localVolumeId ? own.path : path
      const before = this.#entries.get(id)
      const budgetBytes = budgetGb === undefined ? null : budgetGb * gigabyte
      if (before?.root === root && before.budgetBytes === budgetBytes) before.isConfigured = true
      else this.#add(id, root, budgetBytes).isConfigured = true
    }
    // Recordings of before the first other disk was named.
    if (!this.#entries.has(localVolumeId)) this.#add(localVolumeId, own.path, null)
  }

  /** @param backlogOf bytes that wait in memory for a disk */
  watchBacklog(backlogOf: (volume: string) => number): void {
    this.#backlogOf = backlogOf
  }

  /** Asks and tries every disk. Called before the recorder starts, and every `lookEveryMs`. */
  async look(): Promise<void> {
    const used = this.#table.usedBytes()
    const nowMs = this.#options.clock.monotonic()
    for (const entry of this.#entries.values()) {
      entry.usedBytes = used.get(entry.id) ?? 0
      entry.watch.look(nowMs, this.#backlogOf(entry.id))
      const isOld = !entry.isConfigured && entry.id !== localVolumeId && entry.usedBytes > 0
      entry.isGone = isOld && !(await isMarked(entry.root, entry.id))
      if (!entry.isConfigured) continue
      const trial = await this.#try(entry)
      entry.space = trial.space
      const isFull = trial.ok && trial.space.freeBytes < leastFreeBytes
      entry.goodLooks = trial.ok && !isFull ? entry.goodLooks + 1 : 0
      if (!trial.ok) this.#enter(entry, trial.state, trial.reason)
      else if (isFull) this.#enter(entry, 'full', '')
      else if (isWritten(entry.state) || entry.goodLooks >= looksToTrust)
        this.#enter(entry, entry.watch.isSlow ? 'slow' : 'ok', '')
    }
  }

  /** The disk for a camera's next file; null when none can take it. */
  place(cameraId: string): Place | null {
    const own = [...this.#entries.values()].filter(entry => entry.isConfigured)
    const trusted = own.filter(({ state }) => isWritten(state))
    // Better a disk that has just come back than none.
    const fit = trusted.length > 0 ? trusted : own.filter(({ goodLooks }) => goodLooks > 0)
    const others = [...this.#placed].filter(([id]) => id !== cameraId).map(([, volume]) => volume)
    const candidates = fit.map(entry => ({
      id: entry.id,
      capacityBytes: capacityOf(entry) ?? 0,
      leftBytes: (capacityOf(entry) ?? 0) - entry.usedBytes,
      cameras: others.filter(id => id === entry.id).length,
    }))
    const entry = this.#entries.get(placeFor(candidates) ?? '')
    if (entry === undefined) return null
    this.#placed.set(cameraId, entry.id)
    return { volume: entry.id, root: entry.root }
  }

  /** Absolute. A disk that nobody knows any more is where recordings always were. */
  fileOf({ volume, path }: { volume: string; path: string }): string {
    return join(this.rootOf(volume) ?? join(this.#options.dataDir, 'recordings'), path)
  }

  rootOf(volume: string): string | null {
    return this.#entries.get(volume)?.root ?? null
  }

  /** Disks that can be read now: what is not found on them is really gone. */
  readable(): Place[] {
    return [...this.#entries.values()]
      .filter(({ isConfigured, state }) => isConfigured && state !== 'missing' && state !== 'failed')
      .map(({ id, root }) => ({ volume: id, root }))
  }

  /** Disks that are not there: what lies on them is not gone, but cannot be seen now. */
  missing(): string[] {
    return [...this.#entries.values()]
      .filter(({ isConfigured, isGone, state, goodLooks }) =>
        isConfigured ? state === 'missing' && goodLooks === 0 : isGone,
      )
      .map(({ id }) => id)
  }

  /** A write failed: no further file goes there until the disk has been tried again. */
  failed(volume: string, error: Error): void {
    const entry = this.#entries.get(volume)
    if (entry === undefined) return
    entry.goodLooks = 0
    this.#enter(entry, stateOf(error), reasonOf(error))
  }

  wrote(volume: string, bytes: number, tookMs: number): void {
    this.#entries.get(volume)?.watch.wrote(bytes, tookMs)
  }

  reports(): VolumeReport[] {
    return [...this.#entries.values()]
      .filter(entry => entry.isConfigured || entry.usedBytes > 0)
      .map(entry => ({
        id: entry.id,
        path: entry.root,
        state: entry.state,
        reason: entry.reason,
        sinceMs: entry.sinceMs,
        totalBytes: entry.space?.totalBytes ?? null,
        freeBytes: entry.space?.freeBytes ?? null,
        usedBytes: entry.usedBytes,
        capacityBytes: capacityOf(entry),
        ...entry.watch.figures,
      }))
  }

  #add(id: string, root: string, budgetBytes: number | null): Entry {
    const { clock } = this.#options
    const entry: Entry = {
      id,
      root,
      budgetBytes,
      watch: new WriteWatch(clock.monotonic()),
      isConfigured: false,
      isGone: false,
      state: 'ok',
      reason: '',
      sinceMs: clock.now(),
      space: null,
      usedBytes: 0,
      goodLooks: 0,
    }
    this.#entries.set(id, entry)
    return entry
  }

  async #try({ id, root }: Entry) {
    if (id === localVolumeId) return await tryDisk(root, id, 'own')
    if (!isAbsolute(root))
      return { ok: false, state: 'missing', reason: `${root} is not absolute`, space: null } as const
    const isKnown = this.#table.known().some(known => known.id === id && known.path === root)
    const trial = await tryDisk(root, id, isKnown ? 'known' : 'new')
    if (trial.ok && !isKnown) this.#table.remember(id, root, this.#options.clock.now())
    return trial
  }

  #enter(entry: Entry, state: VolumeState, reason: string): void {
    const before = entry.state
    entry.reason = reason
    if (before === state) return
    entry.state = state
    entry.sinceMs = this.#options.clock.now()
    this.#options.log.warn({ volume: entry.id, before, state, reason }, 'a disk of recordings changed')
    this.changed.emit({ id: entry.id, before, after: state, reason })
  }
}

const isWritten = (state: VolumeState): boolean => state === 'ok' || state === 'slow'

/** Null while nothing is known of the disk. */
function capacityOf({ space, budgetBytes, usedBytes }: Entry): number | null {
  if (space === null) return null
  const reserveBytes = Math.min(space.totalBytes * reserveShare, largestReserveBytes)
  const possible = usedBytes + Math.max(0, space.freeBytes - reserveBytes)
  return Math.min(budgetBytes ?? Infinity, possible)
}
