import { z } from 'zod'
import { Scan } from '../../../shared/domain/approval.ts'
import {
  books,
  choiceKey,
  isConsented,
  BookId,
  BookValues,
  isSignature,
  type BookField,
  type BookSignature,
} from '../../../shared/domain/book.ts'
import type { LedgerRow } from '../../../shared/domain/ledger.ts'
import type { Entry } from '../../journal/journal.ts'
import { bySubject, type LedgerDefinition } from '../definition.ts'
import { personOf, type Words } from '../words.ts'

const Written = z.object({
  values: BookValues,
  reason: z.string().optional(),
  corrects: z.object({ byName: z.string(), atMs: z.number() }).optional(),
  attachments: z.array(Scan),
})
/** Which columns were filled in later. */
const Completed = z.object({ columns: z.array(z.string()) })
const Signed = z.object({ column: z.string(), name: z.string() })
/** What the station itself proposed to write (see `checks/inspection`). */
const Proposed = z.object({ finding: z.string(), atMs: z.number() })

/** The ledger of a book: one row for each version of a line, the replaced ones struck through; what was filled in stands in it. */
function bookLedger(id: BookId): LedgerDefinition {
  const book = books[id]
  return {
    id,
    columns: book.columns.map(column => ({
      id: column.id,
      width: column.width,
      ...(!isSignature(column) && column.kind === 'time' && { type: 'time' as const }),
    })),
    kinds: ['book.entered', 'book.completed', 'book.corrected', 'book.signed', 'book.proposed'],
    opensRow: 'book.entered',
    rows: (entries, words) =>
      bySubject(entries.filter(({ subject }) => subject.startsWith(`${id}:`))).flatMap(group =>
        rowsOfLine(id, group, words),
      ),
    signatures: book.signatures,
    notes: book.notes,
    retentionDays: book.retentionDays,
  }
}

/** Every book as a ledger. */
export const bookLedgers: readonly LedgerDefinition[] = BookId.options.map(bookLedger)

interface Version {
  readonly entry: Entry
  said: z.infer<typeof Written>
  readonly signatures: Map<string, string>
  /** What was filled in later, and the columns that were signed by then. */
  readonly completions: {
    readonly entry: Entry
    readonly columns: readonly string[]
    readonly signed: readonly string[]
  }[]
  proposed: z.infer<typeof Proposed> | null
}

function rowsOfLine(book: BookId, group: readonly Entry[], words: Words): LedgerRow[] {
  // The line was opened before the period: its row stands there.
  if (group[0]?.kind !== 'book.entered') return []
  const versions: Version[] = []
  for (const entry of group) {
    if (entry.kind === 'book.signed') {
      const { column, name } = Signed.parse(entry.body)
      versions.at(-1)?.signatures.set(column, `${name}\n${words.dateTime(entry.atMs).slice(0, 10)}`)
    } else if (entry.kind === 'book.proposed') {
      const version = versions.at(-1)
      if (version !== undefined) version.proposed = Proposed.parse(entry.body)
    } else if (entry.kind === 'book.completed') {
      const version = versions.at(-1)
      if (version !== undefined) complete(version, entry)
    } else
      versions.push({
        entry,
        said: Written.parse(entry.body),
        signatures: new Map(),
        completions: [],
        proposed: null,
      })
  }
  const openedAtMs = group[0].atMs
  const isByHand = isConsented(book) && group[0].actor.kind === 'user'
  return versions.map((version, index) =>
    rowOfVersion({ book, version, next: versions[index + 1], openedAtMs, isByHand, words }),
  )
}

function complete(version: Version, entry: Entry): void {
  const { columns } = Completed.parse(entry.body)
  version.completions.push({ entry, columns, signed: [...version.signatures.keys()] })
  const { values, attachments } = Written.parse(entry.body)
  version.said = { ...version.said, values, attachments }
}

function rowOfVersion(options: {
  book: BookId
  version: Version
  next: Version | undefined
  openedAtMs: number
  /** No request stands behind it, as it should. */
  isByHand: boolean
  words: Words
}): LedgerRow {
  const { book, version, next, openedAtMs, isByHand, words } = options
  const { entry, said, signatures } = version
  const columns = books[book].columns
  const attached = said.attachments.map(({ name }) => name).join('、')
  return {
    seqs: [entry.seq, ...version.completions.map(each => each.entry.seq)],
    atMs: openedAtMs,
    cells: columns.map(column => cellOf(book, column, version, words)),
    ...(next === undefined
      ? {
          line: {
            entry: entry.subject,
            values: said.values,
            attachments: said.attachments,
            toSign: columns.filter(isSignature).flatMap(({ id }) => (signatures.has(id) ? [] : [id])),
          },
        }
      : { struck: true }),
    remarks: [
      ...(isByHand ? [words.text('ledger.word.by-hand')] : []),
      ...completedWords(book, version, words),
      ...(next === undefined
        ? []
        : [
            words.text('ledger.word.corrected', {
              from: personOf(entry),
              by: personOf(next.entry),
              time: words.dateTime(next.entry.atMs),
              reason: next.said.reason ?? '',
            }),
          ]),
      ...proposedWords(version, words),
      ...(attached === '' ? [] : [words.text('ledger.word.attached', { names: attached })]),
    ],
  }
}

/** Who filled in what, and which signatures were there before and do not stand for it. */
function completedWords(book: BookId, { completions }: Version, words: Words): string[] {
  const named = (columns: readonly string[]): string =>
    columns.map(id => words.text(`ledger.${book}.column.${id}`)).join('、')
  return completions.flatMap(({ entry, columns, signed }) => {
    const by = personOf(entry) || words.text('ledger.word.station')
    const what = columns.length === 0 ? words.text('ledger.word.papers') : named(columns)
    return [
      words.text('ledger.word.completed', { columns: what, by, time: words.dateTime(entry.atMs) }),
      ...(signed.length === 0 ? [] : [words.text('ledger.word.signed-before', { columns: named(signed) })]),
    ]
  })
}

/** That the station checked it too: the person confirmed its words, or wrote his own, and then both stand there. */
function proposedWords({ said, proposed }: Version, words: Words): string[] {
  if (proposed === null) return []
  const time = words.dateTime(proposed.atMs).slice(0, 16)
  return said.values['finding'] === proposed.finding
    ? [words.text('ledger.word.proposed', { time })]
    : [words.text('ledger.word.proposed-changed', { time, text: proposed.finding })]
}

function cellOf(book: BookId, column: BookField | BookSignature, version: Version, words: Words): string {
  if (isSignature(column)) return version.signatures.get(column.id) ?? ''
  const value = version.said.values[column.id] ?? ''
  if (value === '') return ''
  switch (column.kind) {
    case 'time':
      return words.dateTime(Number(value)).slice(0, 16)
    case 'choice':
      return words.text(choiceKey(book, column.id, value))
    case 'text':
      return value
  }
}
