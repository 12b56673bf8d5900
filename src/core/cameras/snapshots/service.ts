import { randomUUID } from 'node:crypto'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { Snapshot } from '../../../shared/domain/snapshot.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { textOfDynamicKey } from '../../../shared/text/text.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import type { Cameras } from '../service.ts'
import { markLines } from './mark.ts'
import { openPictureStore, type PictureStore } from './picture-store.ts'
import { renderStill, type RenderOptions } from './render.ts'
import { holdStill, type Still } from './still.ts'
import { snapshotTable } from './table.ts'

/** What was seen is described within this time, or it is taken anew. */
const momentKeptMs = 5 * 60_000
/** A main stream's group of pictures may be some megabytes. */
const mostMoments = 4

export interface SnapshotOptions extends RenderOptions {
  readonly cameras: Pick<Cameras, 'reports' | 'hold'>
  readonly cameraOf: (id: string) => { id: string; name: string } | null
  readonly school: { readonly id: string; readonly name: string }
  readonly dataDir: string
  readonly db: Db
  readonly journal: Journal
  readonly log: Log
}

export interface Taking {
  readonly cameraId: string
  readonly purpose: Snapshot['purpose']
  readonly incidentId: number | null
}

/**
 * Pictures of running streams. They come from what core itself received, never from the screen, so that no page can
 * forge one; they are marked, numbered, stored under their hash, and journaled.
 */
export class SnapshotService implements AsyncDisposable {
  readonly #options: SnapshotOptions
  readonly #table: ReturnType<typeof snapshotTable>
  readonly #store: PictureStore
  readonly #moments = new Map<string, { still: Still; heldAtMs: number }>()
  readonly #seen = new Set<string>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: SnapshotOptions) {
    this.#options = options
    this.#table = snapshotTable(options.db)
    this.#store = openPictureStore(options.dataDir)
  }

  /** Holds what a camera shows now; null when it is not live. The oldest that is held gives way. */
  holdMoment(cameraId: string): string | null {
    const nowMs = this.#options.clock.monotonic()
    for (const [id, { heldAtMs }] of this.#moments)
      if (nowMs - heldAtMs > momentKeptMs || this.#moments.size >= mostMoments) this.#moments.delete(id)
    const still = holdStill(this.#options.cameras, cameraId)
    if (still === null) return null
    const id = randomUUID()
    this.#moments.set(id, { still, heldAtMs: nowMs })
    return id
  }

  /** What was held under an id, once; null when it is of another camera, too old, or gone. */
  takeMoment(momentId: string, cameraId: string): Still | null {
    const held = this.#moments.get(momentId)
    this.#moments.delete(momentId)
    if (held === undefined || held.still.cameraId !== cameraId) return null
    return this.#options.clock.monotonic() - held.heldAtMs > momentKeptMs ? null : held.still
  }

  /** What a camera shows now; null when it is not live. */
  stillIfLive(cameraId: string): Still | null {
    return holdStill(this.#options.cameras, cameraId)
  }

  /** As `stillIfLive`. @throws Refusal `cameras.unknown`, `cameras.no-picture` */
  still(cameraId: string): Still {
    if (this.#options.cameraOf(cameraId) === null) throw new Refusal('cameras.unknown')
    const still = holdStill(this.#options.cameras, cameraId)
    if (still === null) throw new Refusal('cameras.no-picture')
    return still
  }

  /** Makes the picture of a still. One after the other: a wall of decoders has no room for many more. */
  async keep(still: Still, taking: Taking, actor: UserActor): Promise<Snapshot> {
    const turn = this.#last.then(() => this.#keep(still, taking, actor))
    this.#last = turn.catch(() => {})
    return turn
  }

  /** @throws Refusal `cameras.unknown-picture` when there is none, or its file is not what was journaled */
  async picture(sha256: string, actor: UserActor): Promise<Buffer> {
    const facts = this.#table.bySha256(sha256)
    if (facts === null) throw new Refusal('cameras.unknown-picture')
    const jpeg = await this.#store.read(sha256)
    if (jpeg === null) {
      this.#options.log.error({ sha256, number: facts.number }, 'a picture is missing or was changed')
      throw new Refusal('cameras.unknown-picture')
    }
    this.#noteLook(facts, actor)
    return jpeg
  }

  /** Waits for the picture in the making. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last
  }

  /** A look is written down once a person and shift: the pop-up draws the picture again and again. */
  #noteLook({ number, sha256 }: Snapshot, actor: UserActor): void {
    const key = `${sha256} ${actor.id} ${actor.shiftId ?? ''}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#options.journal.append({
      actor,
      kind: 'camera.picture-viewed',
      subject: `snapshot:${number}`,
      body: { number, sha256 },
    })
  }

  async #keep(still: Still, { cameraId, purpose, incidentId }: Taking, actor: UserActor): Promise<Snapshot> {
    const { cameraOf, school, font, journal } = this.#options
    const cameraName = cameraOf(cameraId)?.name ?? cameraId
    const number = this.#table.nextNumber()
    const words = {
      school: school.name,
      schoolId: school.id,
      cameraName,
      cameraId,
      personName: actor.name,
      personId: actor.id,
      purpose: textOfDynamicKey('zh-CN', `snapshot.purpose.${purpose}`),
      purposeId: purpose,
      number,
      takenAtMs: still.takenAtMs,
    }
    const jpeg = await renderStill(still, markLines(words, font !== null), this.#options)
    const snapshot: Snapshot = {
      number,
      sha256: this.#store.put(jpeg),
      cameraId,
      cameraName,
      takenAtMs: still.takenAtMs,
      purpose,
      stream: still.stream,
      incidentId,
      mark: font === null ? 'plain' : 'full',
    }
    journal.transaction(() => {
      this.#table.insert(snapshot)
      journal.append({
        actor,
        kind: 'camera.snapshot',
        subject: `snapshot:${number}`,
        body: { ...snapshot, takenAtMs: Math.round(snapshot.takenAtMs), bytes: jpeg.length },
      })
    })
    return snapshot
  }
}
