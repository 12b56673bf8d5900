import { z } from 'zod'
import type { Permission, Role } from './rights.ts'

/**
 * Books that people write themselves, line by line (A-11, A-12, A-13, A-14, A-15.4, A-15.5, A-N3.7, A-N5, A-N6.3). What
 * the station sees by itself stands in other ledgers; both are read, printed and copied in the same way.
 */
export const BookId = z.enum([
  'inspection',
  'maintenance',
  'faults',
  'password-changes',
  'outages',
  'assets',
  'patrol',
  'post-rotation',
  'visitors',
  'vehicles',
  'access',
  'kitchen',
])
export type BookId = z.infer<typeof BookId>

/**
 * Books whose lines come of requests that everybody consented to (A-13.b, A-14). Papers of before there was a console are
 * entered by hand by who handles papers, never by a guard on watch, and the row says so.
 */
const consentedBooks: ReadonlySet<BookId> = new Set(['password-changes', 'outages'])
export const isConsented = (book: BookId): boolean => consentedBooks.has(book)

/** The right that somebody needs to write, correct or complete lines of a book. */
export const rightToWrite = (book: BookId): Permission =>
  isConsented(book) ? 'books.write-consented' : 'books.write'

/** A column that is written: its heading is the text `ledger.<book>.column.<id>`. */
export interface BookField {
  readonly id: string
  /** Share of the paper's width in percent. */
  readonly width: number
  /** `time`: a moment, ms UTC; `choice`: one of `options`, whose words are `book.<book>.<field>.<option>`. */
  readonly kind: 'text' | 'time' | 'choice'
  readonly required: boolean
  readonly options?: readonly string[]
}

/** A column that is signed after the line was written, bound to what it says by hash. */
export interface BookSignature {
  readonly id: string
  readonly width: number
  /** Who may sign with the PIN; `anybody-drawn`: somebody without a login signs on the screen and says his name. */
  readonly by: Role | 'anybody-drawn'
}

export interface Book {
  readonly columns: readonly (BookField | BookSignature)[]
  /** Text keys of the notes under the form, as it is printed. */
  readonly notes: readonly string[]
  /** Who signs at the foot of the printed form; text keys. */
  readonly signatures: readonly string[]
  /** Least time it is kept, days. */
  readonly retentionDays: number
}

export const isSignature = (column: BookField | BookSignature): column is BookSignature => 'by' in column

const text = (id: string, width: number, required = true): BookField => ({
  id,
  width,
  kind: 'text',
  required,
})
const time = (id: string, width: number, required = true): BookField => ({
  id,
  width,
  kind: 'time',
  required,
})
const choice = (id: string, width: number, options: readonly string[]): BookField => ({
  id,
  width,
  kind: 'choice',
  required: true,
  options,
})
const signed = (id: string, width: number, by: BookSignature['by']): BookSignature => ({ id, width, by })
const madeAndLed = ['form.signature.made-by', 'form.signature.leader']

/** The systems of a school, as an inspection or a fault names them. */
const systems = [
  'intrusion',
  'panic',
  'video',
  'recorder',
  'perimeter',
  'access',
  'visitor',
  'reader',
  'patrol',
  'other',
]

export const books: Readonly<Record<BookId, Book>> = {
  /** 附表1, columns and notes as printed (A-T1). */
  inspection: {
    columns: [
      time('time', 14),
      choice('item', 20, systems),
      text('finding', 30),
      signed('inspector', 11, 'equipmentOfficer'),
      signed('rep', 11, 'securityRep'),
      text('remark', 14, false),
    ],
    notes: ['book.inspection.note-1', 'book.inspection.note-2'],
    signatures: [],
    retentionDays: 360,
  },
  /** 附表2, columns as printed (A-T2). */
  maintenance: {
    columns: [
      time('time', 14),
      text('item', 28),
      text('firm', 18),
      signed('maintainer', 13, 'anybody-drawn'),
      signed('rep', 13, 'securityRep'),
      text('remark', 14, false),
    ],
    notes: [],
    signatures: [],
    retentionDays: 360,
  },
  /** A-12, A-N5.3. */
  faults: {
    columns: [
      time('found', 11),
      text('part', 13),
      choice('system', 8, systems),
      text('finder', 7),
      time('told', 11, false),
      text('firm', 13, false),
      time('arrived', 11, false),
      time('repaired', 11, false),
      text('interim', 9, false),
      text('acceptance', 6, false),
    ],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  /** that it was changed and who agreed, never the password. */
  'password-changes': {
    columns: [
      text('device', 22),
      text('applicant', 13),
      text('consent', 31),
      time('time', 16),
      text('doer', 18),
    ],
    notes: ['book.password-changes.note'],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  /** A-13.b. */
  outages: {
    columns: [
      text('device', 16),
      text('reason', 20),
      time('from', 13),
      time('to', 13, false),
      time('reported', 13),
      text('opinion', 14, false),
      text('firm', 11, false),
    ],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  /** A-N5.1. */
  assets: {
    columns: [
      time('time', 14),
      text('device', 24),
      text('model', 18, false),
      text('place', 18),
      choice('state', 10, ['registered', 'listed', 'in-use', 'stored', 'scrapped']),
      text('keeper', 16),
    ],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  /** */
  patrol: {
    columns: [
      time('time', 18),
      text('place', 28),
      text('person', 16),
      text('order', 10, false),
      text('finding', 28, false),
    ],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  'post-rotation': {
    columns: [time('time', 24), text('post', 38), text('person', 38)],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  /** */
  visitors: {
    columns: [
      time('came', 14),
      time('left', 14, false),
      text('person', 12),
      text('of', 15, false),
      text('host', 12),
      text('purpose', 14),
      text('place', 12),
      text('order', 7, false),
    ],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  vehicles: {
    columns: [
      time('came', 16),
      time('left', 16, false),
      text('plate', 15),
      text('colour', 10),
      text('photos', 15, false),
      text('driver', 13, false),
      text('purpose', 15, false),
    ],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  /** doors that are opened by hand or by key. */
  access: {
    columns: [time('time', 22), text('person', 26), text('door', 26), text('reason', 26)],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
  /** A-N6.3. */
  kitchen: {
    columns: [
      time('time', 15),
      choice('kind', 13, ['violation', 'damage', 'other']),
      text('finding', 28),
      text('told', 15),
      text('mended', 17, false),
      text('notice', 12, false),
    ],
    notes: [],
    signatures: madeAndLed,
    retentionDays: 360,
  },
}

/** The text key of a choice; the systems of a school are named alike in every book. */
export const choiceKey = (book: BookId, field: string, value: string): string =>
  field === 'system' || (book === 'inspection' && field === 'item')
    ? `book.system.${value}`
    : `book.${book}.${field}.${value}`

/** What a line says: a text for each field, a moment as ms UTC in digits; a field that nobody filled is absent. */
export const BookValues = z.record(z.string().max(40), z.string().trim().max(500))
export type BookValues = z.infer<typeof BookValues>

/** Ids of the fields that a line lacks, or says something impossible in; empty when it may be written. */
export function faultsOf(book: BookId, values: BookValues): string[] {
  const fields = books[book].columns.flatMap(column => (isSignature(column) ? [] : [column]))
  const known = new Set(fields.map(({ id }) => id))
  const bad = fields.filter(field => !isFine(field, values[field.id] ?? '')).map(({ id }) => id)
  return [...bad, ...Object.keys(values).filter(id => !known.has(id))]
}

function isFine({ kind, required, options }: BookField, value: string): boolean {
  if (value === '') return !required
  if (kind === 'time') return /^\d{12,14}$/.test(value)
  return kind === 'text' || (options?.includes(value) ?? false)
}

/** How a line is signed: with the PIN of one who has a login, or drawn on the screen. */
export const Signing = z.discriminatedUnion('how', [
  z.object({ how: z.literal('pin'), userId: z.string(), pin: z.string().max(64) }),
  z.object({
    how: z.literal('drawn'),
    name: z.string().trim().min(1).max(40),
    /** Strokes of points `[x, y]` in 1/1000 of the field's width. */
    strokes: z
      .array(
        z
          .array(z.tuple([z.number().int().min(0).max(1000), z.number().int().min(0).max(1000)]))
          .min(2)
          .max(400),
      )
      .min(1)
      .max(60),
  }),
])
export type Signing = z.infer<typeof Signing>
