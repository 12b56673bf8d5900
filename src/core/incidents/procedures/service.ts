import { ProcedureId } from '../../../shared/domain/incident-care.ts'
import type { IncidentKind, IncidentStep } from '../../../shared/domain/incident.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Procedure, procedureIdOf, type ProcedureStep } from '../../../shared/domain/procedure.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { shippedProcedures } from './shipped.ts'

export interface ProcedureDraft {
  readonly id: ProcedureId
  /** The version that was edited. */
  readonly basedOn: number
  readonly title: string
  readonly steps: readonly ProcedureStep[]
  readonly reason: string
}

/** 预案 of all kinds of alarm. The shipped ones are version 1; every edit is a further version, and none is ever lost. */
export class Procedures {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #table: ReturnType<typeof procedureTable>

  constructor({ db, journal, clock }: { db: Db; journal: Journal; clock: Clock }) {
    this.#journal = journal
    this.#clock = clock
    this.#table = procedureTable(db)
  }

  /** The newest version of each, in the order of `ProcedureId`. */
  list(): Procedure[] {
    return ProcedureId.options.map(id => this.current(id))
  }

  current(id: ProcedureId): Procedure {
    return this.#table.newest(id) ?? shippedOf(id)
  }

  currentFor(kind: IncidentKind): Procedure {
    return this.current(procedureIdOf(kind))
  }

  /** One version; null when there never was such a one. */
  version(id: ProcedureId, version: number): Procedure | null {
    return version === 1 ? shippedOf(id) : this.#table.version(id, version)
  }

  /** All versions of one, the newest first. */
  history(id: ProcedureId): Procedure[] {
    return [...this.#table.all(id), shippedOf(id)]
  }

  /** The words of one point of a checklist; null when that version has no such point. */
  pointOf(of: { id: ProcedureId; version: number }, step: IncidentStep, index: number): string | null {
    const found = this.version(of.id, of.version)?.steps.find(candidate => candidate.step === step)
    return found?.checklist[index] ?? null
  }

  /** @throws Refusal `procedures.changed-meanwhile`, `procedures.reason-required`, `procedures.steps-wrong` */
  edit(draft: ProcedureDraft, actor: UserActor): Procedure {
    const before = this.current(draft.id)
    if (before.version !== draft.basedOn) throw new Refusal('procedures.changed-meanwhile')
    if (draft.reason.trim() === '') throw new Refusal('procedures.reason-required')
    if (!before.steps.every(({ step }, index) => draft.steps[index]?.step === step))
      throw new Refusal('procedures.steps-wrong')
    const after: Procedure = {
      id: draft.id,
      version: before.version + 1,
      title: draft.title,
      steps: [...draft.steps],
      by: { id: actor.id, name: actor.name },
      atMs: this.#clock.now(),
      reason: draft.reason,
    }
    this.#journal.transaction(() => {
      this.#table.insert(after)
      const words = ({ title, steps }: Procedure) => ({ title, steps })
      this.#journal.append({
        actor,
        kind: 'procedure.changed',
        subject: `procedure:${draft.id}`,
        body: {
          version: after.version,
          reason: draft.reason,
          before: words(before),
          after: words(after),
        },
      })
    })
    return after
  }
}

function shippedOf(id: ProcedureId): Procedure {
  return { id, version: 1, by: null, atMs: null, reason: '', ...shippedProcedures[id] }
}

function procedureTable(db: Db) {
  const parse = (row: { state: string }): Procedure => Procedure.parse(JSON.parse(row.state))
  const insert = db.prepare<[string, number, string]>(
    'INSERT INTO procedure_version (id, version, state) VALUES (?, ?, ?)',
  )
  const all = db.prepare<[string], { state: string }>(
    'SELECT state FROM procedure_version WHERE id = ? ORDER BY version DESC',
  )
  const version = db.prepare<[string, number], { state: string }>(
    'SELECT state FROM procedure_version WHERE id = ? AND version = ?',
  )
  const newest = db.prepare<[string], { state: string }>(
    'SELECT state FROM procedure_version WHERE id = ? ORDER BY version DESC LIMIT 1',
  )
  const orNull = (row: { state: string } | undefined): Procedure | null =>
    row === undefined ? null : parse(row)
  return {
    insert: (procedure: Procedure): void =>
      void insert.run(procedure.id, procedure.version, JSON.stringify(procedure)),
    all: (id: ProcedureId): Procedure[] => all.all(id).map(parse),
    version: (id: ProcedureId, number: number): Procedure | null => orNull(version.get(id, number)),
    newest: (id: ProcedureId): Procedure | null => orNull(newest.get(id)),
  }
}
