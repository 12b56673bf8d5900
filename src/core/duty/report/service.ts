import { z } from 'zod'
import type { ShiftSummary } from '../../../shared/contract/shifts.ts'
import type { Shift } from '../../../shared/domain/duty.ts'
import type { LedgerId, LedgerSheet } from '../../../shared/domain/ledger.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Locale } from '../../../shared/text/text.ts'
import type { Entry, Journal } from '../../journal/journal.ts'
import { handedOf } from '../../ledgers/duty-words.ts'
import type { LedgerService } from '../../ledgers/service.ts'
import { nameField, numberField } from '../../ledgers/words.ts'
import type { Clock } from '../../platform/clock.ts'
import type { DutyService } from '../service.ts'
import { shiftForm, type ShiftReport } from './form.ts'

/** Rows of a ledger on the sheet; a night with more of them is in the ledger. */
const mostRows = 300

export interface ShiftReportsOptions {
  readonly duty: DutyService
  readonly ledgers: Pick<LedgerService, 'sheet'>
  readonly journal: Journal
  readonly clock: Clock
  readonly school: () => string
}

const Handed = z.object({ note: z.string(), signedAtMs: z.number().nullable().default(null) })
const Head = z.object({ head: z.object({ seq: z.number(), hash: z.string() }) })

/** What a shift was: who, when, what was open, what happened, who signed. Read out of the journal; nothing is kept twice. */
export class ShiftReports {
  readonly #options: ShiftReportsOptions

  constructor(options: ShiftReportsOptions) {
    this.#options = options
  }

  /** The newest first. */
  list(fromMs: number, toMs: number): ShiftSummary[] {
    const shifts = this.#options.duty.shifts.between(fromMs, toMs)
    return shifts.map(shift => this.#summaryOf(shift)).toReversed()
  }

  /** @throws Refusal `duty.unknown-shift` */
  form(shiftId: number, actor: UserActor, locale: Locale): { html: string; fileName: string } {
    const { duty, journal, clock, school } = this.#options
    const shift = duty.shifts.find(shiftId)
    if (shift === null) throw new Refusal('duty.unknown-shift')
    const untilMs = shift.endedAtMs ?? clock.now()
    const rows = (ledger: LedgerId): LedgerSheet => this.#rowsOf(ledger, shift.startedAtMs, untilMs, locale)
    const report: ShiftReport = {
      shift: this.#summaryOf(shift),
      untilMs,
      events: rows('duty'),
      alarms: rows('alarms'),
      arming: rows('arming'),
      rounds: rows('daily-watch'),
      handover: this.#handoverOf(shift),
      school: school(),
      printedBy: actor.name,
      printedAtMs: clock.now(),
      head: journal.head(),
    }
    journal.append({ actor, kind: 'duty.report-printed', subject: `shift:${shiftId}`, body: {} })
    return shiftForm(report, locale)
  }

  #rowsOf(ledger: LedgerId, fromMs: number, untilMs: number, locale: Locale): LedgerSheet {
    const query = { ledger, fromMs, toMs: untilMs + 1, text: '', cameraId: '', locale }
    const sheet = this.#options.ledgers.sheet(query)
    return { ...sheet, rows: sheet.rows.slice(-mostRows) }
  }

  #handoverOf(shift: Shift): ShiftReport['handover'] {
    const entry = this.#endOf(shift)
    if (entry?.kind !== 'duty.handed-over') return null
    const { note, signedAtMs } = Handed.parse({ note: '', ...entry.body })
    const head = Head.safeParse(entry.body)
    return {
      ...handedOf(entry.body),
      note,
      signedAtMs,
      atMs: entry.atMs,
      to: nameField(entry.body, 'to'),
      head: head.success ? head.data.head : null,
    }
  }

  #summaryOf(shift: Shift): ShiftSummary {
    const end = this.#endOf(shift)
    const begun = this.#options.journal
      .between(['duty.signed-on'], shift.startedAtMs, shift.startedAtMs + 1)
      .find(({ actor }) => actor.kind === 'user' && actor.shiftId === shift.id)
    const unmannedFromMs = begun === undefined ? null : numberField(begun.body, 'unmannedFromMs')
    return {
      ...shift,
      end: end === null ? 'open' : endOfKind(end.kind),
      to: end === null ? '' : nameField(end.body, 'to'),
      unmannedBeforeMs: unmannedFromMs === null ? 0 : Math.max(0, shift.startedAtMs - unmannedFromMs),
    }
  }

  #endOf(shift: Shift): Entry | null {
    if (shift.endedAtMs === null) return null
    const kinds = ['duty.handed-over', 'duty.signed-off', 'duty.shift-lapsed']
    // The entry follows the end of the shift in the same transaction.
    const entries = this.#options.journal.between(kinds, shift.endedAtMs - 1, shift.endedAtMs + 1_000)
    return entries.find(entry => isOf(entry, shift.id)) ?? null
  }
}

const isOf = ({ actor, body }: Entry, shiftId: number): boolean =>
  (actor.kind === 'user' && actor.shiftId === shiftId) || numberField(body, 'shiftId') === shiftId

function endOfKind(kind: string): ShiftSummary['end'] {
  switch (kind) {
    case 'duty.handed-over':
      return 'handed-over'
    case 'duty.signed-off':
      return 'signed-off'
    default:
      return 'lapsed'
  }
}
