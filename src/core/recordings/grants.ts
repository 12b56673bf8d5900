import { randomBytes } from 'node:crypto'
import { termsOf } from '../../shared/domain/approval-kinds.ts'
import type { Approval } from '../../shared/domain/approval.ts'
import type { ApprovedUse } from '../../shared/domain/video-use.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import type { Grant } from '../../shared/domain/recording.ts'
import type { Permission } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Camera } from '../../shared/site.ts'
import { registerFacts } from '../approvals/register-facts.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { Emitter } from '../platform/emitter.ts'
import { grantValidMs, hasRecordings, refusalOf, type GrantRequest } from './grant-rules.ts'
import { addStretch, within, type Stretch } from './stretches.ts'
import type { StoredViewing, ViewingTable } from './viewing-table.ts'

/** A look that nobody has touched for so long, with no stream open, has been left. */
const abandonedAfterMs = 120_000

export type EndedBy = 'viewer' | 'sign-off' | 'expired' | 'abandoned' | 'request-over' | 'station-stopped'

export interface GrantsOptions {
  readonly cameras: () => readonly Camera[]
  readonly incidentOf: (id: number) => Incident | null
  /** Absent where there are standing purposes only. */
  readonly requests?: ApprovedRequests
  readonly table: ViewingTable
  readonly journal: Journal
  readonly clock: Clock
}

/** Requests that everybody agreed to. */
export interface ApprovedRequests {
  /** @throws Refusal when the request does not cover the use */
  use(number: number, use: ApprovedUse, who: { actor: UserActor }): Approval
}

/** One stream under a grant; disposed when its socket closes. */
export interface GrantedStream extends Disposable {
  readonly grant: Grant
  readonly viewerId: string
  /** Aborts when the grant ends. */
  readonly ended: AbortSignal
}

interface Held {
  readonly grant: Grant
  readonly actor: UserActor
  /** Aborted when the grant ends: open streams end with it. */
  readonly ended: AbortController
  viewing: StoredViewing
  streams: number
  lastUsedMs: number
}

/**
 * Who may look at which recordings now. Every grant, every refusal and, at its end, what was really watched goes into
 * the journal, and from there into 视频信息使用登记 (A-N6.2.c).
 */
export class Grants {
  /** Somebody is watching a recording: the id of the viewer. */
  readonly watching = new Emitter<string>()
  readonly #options: GrantsOptions
  readonly #held = new Map<string, Held>()

  constructor(options: GrantsOptions) {
    this.#options = options
    // A grant never outlives the process; what a crash interrupted is written down as far as it was known.
    for (const viewing of options.table.unfinished()) this.#close(viewing, 'station-stopped', station)
  }

  /** @throws Refusal as `refusalOf` and the approved request decide; the attempt is journaled */
  request(request: GrantRequest, viewer: { actor: UserActor; permissions: readonly Permission[] }): Grant {
    try {
      return this.#options.journal.transaction(() => this.#grant(request, viewer))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const more = { number: null, code: error.code, params: error.params }
      this.#note('video.refused', 'viewing/refused', viewer.actor, request, more)
      throw error
    }
  }

  #grant(request: GrantRequest, viewer: { actor: UserActor; permissions: readonly Permission[] }): Grant {
    const { clock, incidentOf, table, requests } = this.#options
    const nowMs = clock.now()
    const { purpose, cameraIds, span } = request
    const refusal = refusalOf(request, {
      permissions: viewer.permissions,
      cameras: new Map(
        this.#options.cameras().map(camera => [camera.id, { isRecorded: hasRecordings(camera) }]),
      ),
      incident: purpose.kind === 'incident-review' ? incidentOf(purpose.incidentId) : null,
      nowMs,
    })
    if (refusal !== null) throw refusal
    let approval: Approval | null = null
    if (purpose.kind === 'approved-request') {
      if (requests === undefined) throw new Refusal('approvals.unknown')
      const use = { personId: viewer.actor.id, cameraIds, span }
      approval = requests.use(purpose.requestId, use, viewer)
    }
    const expiresAtMs = Math.min(
      nowMs + grantValidMs,
      approval === null ? Infinity : termsOf(approval.matter).endsAtMs,
    )
    const number = table.nextNumber()
    const held = this.#hold(request, viewer.actor, { number, nowMs, expiresAtMs })
    table.put(held.viewing)
    this.#note('video.granted', subjectOf(number), viewer.actor, request, {
      number,
      expiresAtMs,
      ...(approval === null ? {} : { request: registerFacts(approval) }),
    })
    return held.grant
  }

  /**
   * Opens a stream under a grant, for the person who got it and nobody else. The signal aborts when the grant ends.
   * @throws Refusal `recordings.no-grant`; the attempt is journaled
   */
  openStream(grantId: string, cameraId: string, actor: UserActor | null): GrantedStream {
    const held = this.#held.get(grantId)
    const isValid = held !== undefined && this.#isValid(held) && held.actor.id === actor?.id
    if (!isValid || !held.grant.cameraIds.includes(cameraId)) {
      const body = { cameras: this.#named([cameraId]), number: held?.grant.number ?? null }
      this.#options.journal.append({
        actor: actor ?? station,
        kind: 'video.stream-refused',
        subject: cameraId,
        body,
      })
      throw new Refusal('recordings.no-grant', { camera: cameraId })
    }
    held.streams++
    this.#touch(held)
    return {
      grant: held.grant,
      viewerId: held.actor.id,
      ended: held.ended.signal,
      [Symbol.dispose]: () => {
        held.streams--
        this.#touch(held)
      },
    }
  }

  /** These recordings left the station under the grant. */
  served(grantId: string, stretch: Stretch): void {
    const held = this.#held.get(grantId)
    if (held === undefined) return
    this.#touch(held)
    held.viewing = { ...held.viewing, served: addStretch(held.viewing.served, stretch) }
  }

  /** The screen says that this was played. Counts only as far as it was served. @throws Refusal `recordings.no-grant` */
  watched(grantId: string, stretch: Stretch, viewerId: string): void {
    const held = this.#of(grantId, viewerId)
    this.#touch(held)
    const { served } = held.viewing
    const really = served.flatMap(part => within(stretch, part))
    held.viewing = { ...held.viewing, watched: really.reduce(addStretch, held.viewing.watched) }
    this.#options.table.put(held.viewing)
    this.watching.emit(viewerId)
  }

  /** The viewer is done. @throws Refusal `recordings.no-grant` */
  finish(grantId: string, viewerId: string): void {
    this.#end(this.#of(grantId, viewerId), 'viewer')
  }

  /** Somebody else sits at the desk now, or nobody: the looks of the others end. */
  seatedNow(personId: string | null): void {
    for (const held of this.#held.values()) if (held.actor.id !== personId) this.#end(held, 'sign-off')
  }

  /** A request was revoked, has expired or was closed: what runs under it ends at once. */
  requestOver(requestId: number): void {
    for (const held of this.#held.values()) {
      const { purpose } = held.grant
      if (purpose.kind === 'approved-request' && purpose.requestId === requestId)
        this.#end(held, 'request-over')
    }
  }

  /** Ends what has expired or was left. Called now and then. */
  sweep(): void {
    const nowMs = this.#options.clock.monotonic()
    for (const held of this.#held.values())
      if (!this.#isValid(held)) this.#end(held, 'expired')
      else if (held.streams === 0 && nowMs - held.lastUsedMs > abandonedAfterMs) this.#end(held, 'abandoned')
  }

  endAll(): void {
    for (const held of this.#held.values()) this.#end(held, 'station-stopped')
  }

  #of(grantId: string, viewerId: string): Held {
    const held = this.#held.get(grantId)
    if (held === undefined || held.actor.id !== viewerId) throw new Refusal('recordings.no-grant')
    return held
  }

  #isValid = ({ grant }: Held): boolean => this.#options.clock.now() < grant.expiresAtMs

  #touch(held: Held): void {
    held.lastUsedMs = this.#options.clock.monotonic()
  }

  #hold(
    request: GrantRequest,
    actor: UserActor,
    { number, nowMs, expiresAtMs }: { number: number; nowMs: number; expiresAtMs: number },
  ): Held {
    const { purpose, note, span } = request
    const cameraIds = [...request.cameraIds]
    const common = { number, purpose, note, cameraIds, span }
    const id = randomBytes(32).toString('base64url')
    const held: Held = {
      grant: { id, ...common, grantedAtMs: nowMs, expiresAtMs },
      actor,
      ended: new AbortController(),
      viewing: {
        ...common,
        viewer: { id: actor.id, name: actor.name },
        startedAtMs: nowMs,
        endedAtMs: null,
        watched: [],
        served: [],
      },
      streams: 0,
      lastUsedMs: this.#options.clock.monotonic(),
    }
    this.#held.set(id, held)
    return held
  }

  #end(held: Held, endedBy: EndedBy): void {
    this.#held.delete(held.grant.id)
    held.ended.abort()
    this.#close(held.viewing, endedBy, held.actor)
  }

  #close(viewing: StoredViewing, endedBy: EndedBy, actor: UserActor | typeof station): void {
    const { clock, journal, table } = this.#options
    const ended = { ...viewing, endedAtMs: clock.now() }
    journal.transaction(() => {
      table.put(ended)
      journal.append({
        actor,
        kind: 'video.viewed',
        subject: subjectOf(viewing.number),
        body: { ...ended, cameras: this.#named(viewing.cameraIds), endedBy },
      })
    })
  }

  #note(kind: string, subject: string, actor: UserActor, request: GrantRequest, more: object): void {
    const { purpose, note, span, cameraIds } = request
    const body = { purpose, note, span, cameras: this.#named(cameraIds), ...more }
    this.#options.journal.append({ actor, kind, subject, body })
  }

  /** With names as they are now: a record must be readable without the site file. */
  #named(cameraIds: readonly string[]): { id: string; name: string }[] {
    const names = new Map(this.#options.cameras().map(({ id, name }) => [id, name]))
    return cameraIds.map(id => ({ id, name: names.get(id) ?? id }))
  }
}

const subjectOf = (number: number) => `viewing/${number}`
