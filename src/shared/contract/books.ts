import { z } from 'zod'
import { Scan } from '../domain/approval.ts'
import { BookId, BookValues, Signing } from '../domain/book.ts'
import { LedgerId } from '../domain/ledger.ts'
import { call, nothing } from './call.ts'

const entry = z.string().max(80)
const reason = z.string().trim().min(1).max(200)
/** A day of Beijing time. */
const day = z.iso.date()

/** A day whose daily ledgers (A-N3.7.a) nobody has closed, and how many rows each has. */
export const OpenDay = z.object({
  day,
  ledgers: z.array(z.object({ ledger: LedgerId, rows: z.number().int() })),
})
export type OpenDay = z.infer<typeof OpenDay>

export const ClosingState = z.object({
  /** The oldest first: those of the last 60 days, and older ones on which something was recorded. */
  openDays: z.array(day),
  /** The first of them, with what is to be looked over; null when there is none. */
  oldest: OpenDay.nullable(),
  /** The calendar week, and whether 附表1 has a line signed by the representative in it (A-T1.n1: at least one a week). */
  inspection: z.object({ weekFromMs: z.number(), isDone: z.boolean() }),
})
export type ClosingState = z.infer<typeof ClosingState>

/** The close of a day, and whether the ledger still says what was looked over. */
export const DayClosing = z.object({
  day,
  atMs: z.number(),
  byName: z.string(),
  note: z.string(),
  /** `changed`: later entries, corrections or signatures; `purged`: rows were removed when their time was over. */
  since: z.enum(['same', 'changed', 'purged']),
})
export type DayClosing = z.infer<typeof DayClosing>

export const booksCalls = {
  /** Writes a line into a book. */
  'books.enter': call(
    'books.write',
    z.object({ book: BookId, values: BookValues, attachments: z.array(Scan).max(5) }),
    z.object({ entry }),
  ),
  /** What a line should have said: the old one stays, struck through, with the reason and both names. */
  'books.correct': call(
    'books.write',
    z.object({ entry, values: BookValues, reason, attachments: z.array(Scan).max(5).default([]) }),
    nothing,
  ),
  /** Fills in columns of a line that were left empty: the row stays as it is, with who did it and when. */
  'books.complete': call(
    'books.write',
    z.object({ entry, values: BookValues, attachments: z.array(Scan).max(5).default([]) }),
    nothing,
  ),
  /** Signs a line for what it says now; whoever signs proves himself, whoever sits at the desk. */
  'books.sign': call('sign-on', z.object({ entry, column: z.string().max(40), signing: Signing }), nothing),
  /** Says what a row that the station wrote should have said; the row itself stays. */
  'ledgers.correct': call(
    'books.write',
    z.object({ ledger: LedgerId, seq: z.number().int(), text: z.string().trim().min(1).max(500), reason }),
    nothing,
  ),
  'closings.state': call('ledgers.read', nothing, ClosingState),
  /** The closes of the days of a period, the newest first, at most 31; none for a ledger that is not kept by day. */
  'closings.of': call(
    'ledgers.read',
    z.object({ ledger: LedgerId, fromMs: z.number(), toMs: z.number() }),
    z.array(DayClosing),
  ),
  /** 保安班长 closes the daily ledgers of a day that is over (A-N3.7.a). */
  'closings.close': call(
    'sign-on',
    z.object({ day, userId: z.string(), pin: z.string().max(64), note: z.string().trim().max(500) }),
    nothing,
  ),
} as const
