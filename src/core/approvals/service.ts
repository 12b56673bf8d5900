import type { z } from 'zod'
import {
  requestsAtOnce,
  type ApprovalAct,
  type ApprovalsReport,
  type Notice,
  type RequestDraft,
} from '../../shared/contract/approvals.ts'
import {
  settleApproval,
  stepApproval,
  waitsFor,
  type Approval,
  type ApprovalActor,
  type ApprovalEvent,
} from '../../shared/domain/approval.ts'
import { rightToApply, type MatterOf } from '../../shared/domain/approval-kinds.ts'
import { refusalOfUse, type ApprovedUse } from '../../shared/domain/video-use.ts'
import type { Person } from '../../shared/domain/duty.ts'
import { station, type Actor, type UserActor } from '../../shared/domain/person.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Attachments } from '../attachments/store.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { Emitter } from '../platform/emitter.ts'
import type { SiteFile } from '../../shared/site.ts'
import { matterOf, type MatterFacts } from './matter.ts'
import { noticeOf } from './notice.ts'
import { registerFacts } from './register-facts.ts'
import { hashesOf, maySee, movedAtMs } from './rules.ts'
import { approvalTable } from './table.ts'

/** Who asks, as the session on top of the desk says. */
export interface Requester {
  readonly actor: UserActor
  readonly person: Person
}

export interface ApprovalsOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly attachments: Attachments
  readonly site: () => Pick<MatterFacts, 'cameras' | 'panels'> & Pick<SiteFile, 'schoolDays'>
  readonly people: () => readonly Person[]
  /** Does what follows from a request in the same transaction: lines in books. */
  readonly follow?: (after: Approval, before: Approval) => void
}

/** The journal kind that each act becomes. */
const entryKindOf: Readonly<Record<ApprovalEvent['type'], string>> = {
  amend: 'approval.amended',
  submit: 'approval.submitted',
  approve: 'approval.approved',
  'enter-consent': 'approval.consent-entered',
  'confirm-consent': 'approval.consent-confirmed',
  'dispute-consent': 'approval.consent-disputed',
  reject: 'approval.rejected',
  revoke: 'approval.revoked',
  use: 'approval.used',
  close: 'approval.closed',
  'add-scan': 'approval.scan-added',
}

/** Who is waited for longer than this is reminded, ms. */
const remindAfterMs = 3 * 86_400_000

/** Requests and their approvals (requirements 4.1). Every act is journaled, and so is every refused one. */
export class Approvals {
  /** A request changed; its new state. */
  readonly changed = new Emitter<Approval>()
  readonly #options: ApprovalsOptions
  readonly #table: ReturnType<typeof approvalTable>
  #revision = 0

  constructor(options: ApprovalsOptions) {
    this.#options = options
    this.#table = approvalTable(options.db)
    options.attachments.readableBy((hash, personId) => this.#mayReadScan(hash, personId))
  }

  /** How much waits for somebody; none for an empty desk. */
  report(person: Person | null): ApprovalsReport {
    const nowMs = this.#options.clock.now()
    const waiting = person === null ? [] : this.#table.open().filter(open => this.#waits(open, person))
    const overdue = waiting.filter(open => nowMs - movedAtMs(open) > remindAfterMs)
    return { revision: this.#revision, waiting: waiting.length, overdue: overdue.length }
  }

  /** As it is now, expiry applied; null when there is none of that number. */
  byNumber(number: number): Approval | null {
    const stored = this.#table.byNumber(number)
    return stored === null ? null : settleApproval(stored, this.#options.clock.now())
  }

  /** Outages that were consented to and are not over, the beginning and the end of their time not applied. */
  outages(): (Approval & { matter: MatterOf<'planned-outage'> })[] {
    return this.#table.open().flatMap(approval => {
      const { matter, state } = approval
      const isOn = state.kind === 'authorised' || state.kind === 'in-use'
      return matter.kind === 'planned-outage' && isOn ? [{ ...approval, matter }] : []
    })
  }

  /** How far ahead an outage from this moment would be reported now (A-13.b). */
  notice(fromMs: number): Notice {
    return noticeOf(this.#options.clock.now(), fromMs, this.#options.site().schoolDays)
  }

  /**
   * What somebody may see: what they asked for, may look at or decide on; all of it with `approvals.read-all`. The
   * newest first, `requestsAtOnce` at most.
   * @param beforeNumber only those of smaller numbers: the next page; null for the first
   */
  list(person: Person, beforeNumber: number | null = null): Approval[] {
    const nowMs = this.#options.clock.now()
    const own = rightsOf(person.roles).has('approvals.read-all') ? '' : JSON.stringify(person.id)
    const found: Approval[] = []
    for (let from = beforeNumber ?? Number.MAX_SAFE_INTEGER; ;) {
      const stored = this.#table.before(from, own, requestsAtOnce)
      found.push(...stored.filter(approval => maySee(approval, person)))
      const oldest = stored.at(-1)
      if (oldest === undefined || stored.length < requestsAtOnce || found.length >= requestsAtOnce) break
      from = oldest.number
    }
    return found.slice(0, requestsAtOnce).map(approval => settleApproval(approval, nowMs))
  }

  /** @throws Refusal `approvals.unknown` also for what is not this person's to see */
  seenBy(number: number, person: Person): Approval {
    const approval = this.byNumber(number)
    if (approval === null || !maySee(approval, person)) throw new Refusal('approvals.unknown')
    return approval
  }

  /** Writes a draft, or writes one's own draft anew. @throws Refusal as `matterOf`, and as `stepApproval` */
  save(number: number | null, draft: z.output<typeof RequestDraft>, { actor, person }: Requester): Approval {
    const { clock, journal, site, people } = this.#options
    const nowMs = clock.now()
    if (!rightsOf(person.roles).has(rightToApply(draft.kind))) throw new Refusal('duty.forbidden')
    const matter = matterOf(draft, { ...site(), people: people(), nowMs })
    if (number !== null) return this.#step(number, { type: 'amend', matter }, { actor, person }, { matter })
    const approval = journal.transaction(() => {
      const drafted: Approval = {
        number: this.#table.nextNumber(),
        matter,
        applicant: { id: actor.id, name: actor.name },
        draftedAtMs: nowMs,
        submittedAtMs: null,
        isLate: false,
        consents: [],
        scans: [],
        state: { kind: 'draft' },
      }
      this.#table.put(drafted)
      this.#write(actor, 'approval.drafted', drafted.number, { matter })
      return drafted
    })
    this.#tell(approval)
    return approval
  }

  /** One act of a person. @throws Refusal as `seenBy` and `stepApproval`; the attempt is journaled */
  act(number: number, act: ApprovalAct, requester: Requester): Approval {
    this.#refuseUnseen(number, act, requester)
    const scan = act.type === 'enter-consent' ? act.evidence.scan : act.type === 'add-scan' ? act.scan : null
    if (scan !== null && !this.#options.attachments.has(scan.hash)) throw new Refusal('attachments.unknown')
    if (act.type === 'submit') return this.#submit(number, requester)
    const { type: _, ...said } = act
    return this.#step(number, act, requester, said)
  }

  /** Somebody saw that what was consented to was done; he has proved who he is. @throws Refusal as `stepApproval` */
  reportDone(number: number, doneAtMs: number, witness: Person, requester: Requester): Approval {
    const done = { atMs: doneAtMs, witness: { id: witness.id, name: witness.name } }
    return this.#step(number, { type: 'close', done }, requester, { done })
  }

  #submit(number: number, requester: Requester): Approval {
    const matter = this.#table.byNumber(number)?.matter
    if (matter?.kind !== 'planned-outage') return this.#step(number, { type: 'submit' }, requester, {})
    const { isLate, days, needed, earliest } = this.notice(matter.span.fromMs)
    const notice = { days, needed, earliest }
    return this.#step(number, { type: 'submit', isLate }, requester, { notice, isLate }, notice)
  }

  /**
   * A named viewer uses an authorised request: to look, or for a release to copy. Throws what `stepApproval` and
   * `refusalOfUse` refuse; the caller journals the refused attempt with its own facts.
   * @returns the request in use
   */
  use(number: number, use: ApprovedUse, { actor }: Pick<Requester, 'actor'>): Approval {
    const approval = this.byNumber(number)
    if (approval === null) throw new Refusal('approvals.unknown')
    const code = refusalOfUse(approval, use, this.#options.clock.now())
    if (code !== null) throw new Refusal(code)
    return this.#use(approval, actor, { request: registerFacts(approval) })
  }

  /** Password changes that somebody may carry out now. */
  passwordChangesOf(personId: string): (Approval & { matter: MatterOf<'password-change'> })[] {
    const nowMs = this.#options.clock.now()
    return this.#table.open().flatMap(stored => {
      const approval = settleApproval(stored, nowMs)
      const { matter, state } = approval
      const isOn = state.kind === 'authorised' || state.kind === 'in-use'
      return matter.kind === 'password-change' && isOn && matter.executor.id === personId
        ? [{ ...approval, matter }]
        : []
    })
  }

  /**
   * The executor of a password change stores the new one in the console.
   * @param credentials name of what is stored, for the journal
   * @throws Refusal as `stepApproval`
   */
  useForPassword(number: number, actor: UserActor, credentials: string): Approval {
    const approval = this.byNumber(number)
    if (approval === null) throw new Refusal('approvals.unknown')
    return this.#use(approval, actor, { credentials })
  }

  #use(approval: Approval, actor: UserActor, said: object): Approval {
    if (approval.state.kind === 'in-use') return approval
    const person = { id: actor.id, name: actor.name, roles: [] }
    return this.#step(approval.number, { type: 'use' }, { actor, person }, said)
  }

  /** Somebody had the form made for paper. */
  printed(number: number, actor: UserActor): void {
    this.#write(actor, 'approval.printed', number, {})
  }

  /** Writes down what time has begun or ended. Called every second: running looks end with it. */
  checkExpired(): void {
    const { clock, journal } = this.#options
    for (const stored of this.#table.open()) {
      const settled = settleApproval(stored, clock.now())
      if (settled === stored) continue
      journal.transaction(() => {
        this.#table.put(settled)
        this.#write(
          station,
          settled.state.kind === 'expired' ? 'approval.expired' : 'approval.used',
          settled.number,
          {
            state: settled.state.kind,
          },
        )
        this.#options.follow?.(settled, stored)
      })
      this.#tell(settled)
    }
  }

  /** Whoever may not see a request may not act on it either, nor learn what it says. */
  #refuseUnseen(number: number, { type }: ApprovalAct, { actor, person }: Requester): void {
    const approval = this.byNumber(number)
    if (approval !== null && maySee(approval, person)) return
    const code = 'approvals.unknown'
    if (approval !== null)
      this.#write(actor, 'approval.refused', number, {
        act: type,
        code,
        params: {},
        about: approval.matter.kind,
      })
    throw new Refusal(code)
  }

  /** @param told what a refusal tells of the numbers it was made by */
  #step(
    number: number,
    event: ApprovalEvent,
    { actor, person }: Requester,
    said: object,
    told: Refusal['params'] = {},
  ): Approval {
    const { clock, journal } = this.#options
    const present = this.#table.byNumber(number)
    if (present === null) throw new Refusal('approvals.unknown')
    const who: ApprovalActor = { id: person.id, name: person.name, roles: person.roles }
    const outcome = stepApproval(present, event, who, clock.now())
    if (!outcome.ok) {
      const about = present.matter.kind
      this.#write(actor, 'approval.refused', number, {
        act: event.type,
        code: outcome.code,
        params: told,
        about,
      })
      throw new Refusal(outcome.code, told)
    }
    journal.transaction(() => {
      this.#table.put(outcome.approval)
      const facts = event.type === 'submit' ? { matter: outcome.approval.matter } : {}
      this.#write(actor, entryKindOf[event.type], number, {
        ...said,
        ...facts,
        state: outcome.approval.state.kind,
      })
      this.#options.follow?.(outcome.approval, present)
    })
    this.#tell(outcome.approval)
    return outcome.approval
  }

  #tell(approval: Approval): void {
    this.#options.journal.afterCommit(() => {
      this.#revision++
      this.changed.emit(approval)
    })
  }

  #write(actor: Actor, kind: string, number: number, body: object): void {
    this.#options.journal.append({ actor, kind, subject: `approval/${number}`, body })
  }

  #waits(approval: Approval, person: Person): boolean {
    return waitsFor(settleApproval(approval, this.#options.clock.now()), person) !== null
  }

  #mayReadScan(hash: string, personId: string): boolean {
    const person = this.#options.people().find(({ id }) => id === personId)
    if (person === undefined) return false
    return this.#table
      .withText(hash)
      .some(approval => maySee(approval, person) && hashesOf(approval).includes(hash))
  }
}
