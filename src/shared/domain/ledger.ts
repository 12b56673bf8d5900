import { z } from 'zod'
import { Scan } from './approval.ts'
import { BookId, BookValues } from './book.ts'

/** Ledgers that exist. Titles and column headings are text keys: `ledger.<id>.title`, `ledger.<id>.column.<column>`. */
export const LedgerId = z.enum([
  'duty',
  'arming',
  'alarms',
  'daily-watch',
  'video-access',
  'recording-keeping',
  'alarm-figures',
  'walk-tests',
  'panel-health',
  'archives',
  'closings',
  'people',
  ...BookId.options,
])
export type LedgerId = z.infer<typeof LedgerId>

/** Ledgers whose rows say which cameras they are about; they can be filtered by one. */
export const ledgersByCamera: readonly LedgerId[] = ['daily-watch', 'video-access']

export const CellType = z.enum(['time', 'number', 'percent'])
/** What the cells of a column are, for whoever calculates with them; a cell that is something else stays words. */
export type CellType = z.infer<typeof CellType>

export const LedgerColumn = z.object({
  id: z.string(),
  title: z.string(),
  type: CellType.optional(),
  /** Share of the paper's width in percent. */
  width: z.number(),
})
export type LedgerColumn = z.infer<typeof LedgerColumn>

/** One line of a ledger, already in the words of the form; `seqs` are the journal entries it comes from. */
export const LedgerRow = z.object({
  seqs: z.array(z.number().int()).min(1),
  atMs: z.number(),
  cells: z.array(z.string()),
  /** Cameras that the row is about, in ledgers that can be filtered by camera. */
  cameraIds: z.array(z.string()).optional(),
  /** What it says does not hold any more: a correction took its place. */
  struck: z.boolean().optional(),
  /** What stands under the row: corrections with their reasons and names, papers that belong to it. */
  remarks: z.array(z.string()).optional(),
  /** In a book that people write: the line itself, and the columns that still want a signature. */
  line: z
    .object({
      entry: z.string(),
      values: BookValues,
      attachments: z.array(Scan),
      toSign: z.array(z.string()),
    })
    .optional(),
})
export type LedgerRow = z.infer<typeof LedgerRow>

/** Where a page begins: with the rows of this moment and before it, but for the newest `skip` of them. */
export const LedgerKey = z.object({ atMs: z.number(), skip: z.number().int().min(0) })
export type LedgerKey = z.infer<typeof LedgerKey>

/** Rows of a ledger with their headings, as they go onto a form or into a file. */
export const LedgerSheet = z.object({
  ledger: LedgerId,
  title: z.string(),
  columns: z.array(LedgerColumn),
  rows: z.array(LedgerRow),
  total: z.number().int(),
})
export type LedgerSheet = z.infer<typeof LedgerSheet>

/** One page of a ledger, the newest row first; `total` counts from where it was asked for. */
export const LedgerPage = LedgerSheet.extend({
  /** There may be more than `total`: so much was looked through, no further. */
  isMore: z.boolean(),
  /** Where the next page begins; null after the last. */
  older: LedgerKey.nullable(),
})
export type LedgerPage = z.infer<typeof LedgerPage>

/** Which part of a ledger: a period `[fromMs, toMs)` and an optional text that a row must contain. */
export const LedgerQuery = z.object({
  ledger: LedgerId,
  fromMs: z.number(),
  toMs: z.number(),
  text: z.string().max(100).default(''),
  /** Rows about this camera only; empty = all. */
  cameraId: z.string().max(64).default(''),
  /** Language of headings and words; what people wrote stays as they wrote it. */
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type LedgerQuery = z.infer<typeof LedgerQuery>
