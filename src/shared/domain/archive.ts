import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import type { ArchiveTerm } from '../site/terms.ts'
import { Scan } from './approval.ts'
import { dayAfter } from './daily-check.ts'

const by = z.object({ id: z.string(), name: z.string() })

/** Why no package came of it. */
export const ArchiveFailure = z.enum(['disk-full', 'unwritable', 'check-failed', 'station-stopped', 'error'])
export type ArchiveFailure = z.infer<typeof ArchiveFailure>

/** What is being done; `paper` makes the PDFs, `checking` verifies what was written. */
export const ArchiveStage = z.enum(['reading', 'ledgers', 'paper', 'sealing', 'checking'])
export type ArchiveStage = z.infer<typeof ArchiveStage>

/** Where an archive stands. `received` is the end that is wished for; the last three are ends too. */
export const ArchiveState = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('running'),
    stage: ArchiveStage,
    /** 0 to 1 over the whole work. */
    fraction: z.number().min(0).max(1),
  }),
  z.object({ kind: z.literal('made') }),
  z.object({ kind: z.literal('signed') }),
  z.object({ kind: z.literal('handed') }),
  z.object({ kind: z.literal('received') }),
  z.object({ kind: z.literal('failed'), atMs: z.number(), reason: ArchiveFailure, detail: z.string() }),
  z.object({ kind: z.literal('cancelled'), atMs: z.number(), by }),
  z.object({ kind: z.literal('discarded'), atMs: z.number(), by, reason: z.string() }),
])
export type ArchiveState = z.infer<typeof ArchiveState>

/** What a finished package holds. */
export const ArchiveFacts = z.object({
  atMs: z.number(),
  /** SHA-256 of `manifest.json`: names the package, stands on the delivery sheet. */
  packageHash: z.string(),
  keyFingerprint: z.string(),
  files: z.number().int(),
  bytes: z.number(),
  /** Journal entries of the period. */
  entries: z.number().int(),
  rows: z.number().int(),
  attachments: z.number().int(),
  /** Scans that are named in the journal and were not there, or not whole. */
  attachmentsMissing: z.number().int(),
  /** False where no shell was there to make PDFs: the forms are in it as HTML. */
  hasPdf: z.boolean(),
})
export type ArchiveFacts = z.infer<typeof ArchiveFacts>

/** To whom it was given, on which medium. */
export const ArchiveDelivery = z.object({
  unit: z.string().trim().min(1).max(80),
  carrier: z.string().trim().min(1).max(60),
  medium: z.string().trim().min(1).max(60),
})
export type ArchiveDelivery = z.infer<typeof ArchiveDelivery>

/** The receipt of 学校主管部门 (A-N3.7). */
export const ArchiveReceipt = z.object({
  unit: z.string().trim().min(1).max(80),
  receiver: z.string().trim().min(1).max(60),
  receivedOn: z.iso.date(),
  documentNumber: z.string().trim().max(80),
  scan: Scan,
})
export type ArchiveReceipt = z.infer<typeof ArchiveReceipt>

const mark = { by, atMs: z.number() }

/** One archive of a term (A-N3.7.b), from its order to the receipt. */
export const Archive = z.object({
  /** Running number; printed on the delivery sheet. */
  number: z.number().int(),
  /** 第一学期 and so on, as chosen. */
  name: z.string(),
  /** Days of Beijing time, the last one included. */
  from: z.iso.date(),
  through: z.iso.date(),
  /** Name of the folder that is taken away. */
  packageName: z.string(),
  by,
  startedAtMs: z.number(),
  state: ArchiveState,
  facts: ArchiveFacts.nullable(),
  signed: z.object(mark).nullable(),
  /** How often it was copied to a medium. */
  saved: z.number().int(),
  delivery: ArchiveDelivery.extend(mark).nullable(),
  receipt: ArchiveReceipt.extend(mark).nullable(),
  /** The station still keeps the package for taking away. */
  isKept: z.boolean(),
})
export type Archive = z.infer<typeof Archive>

type Person = z.infer<typeof by>

export type ArchiveEvent =
  | { readonly type: 'sign'; readonly by: Person }
  | { readonly type: 'save' }
  | { readonly type: 'hand-over'; readonly by: Person; readonly delivery: ArchiveDelivery }
  | { readonly type: 'receive'; readonly by: Person; readonly receipt: ArchiveReceipt }
  | { readonly type: 'discard'; readonly by: Person; readonly reason: string }

const allowed: Readonly<Record<ArchiveEvent['type'], readonly ArchiveState['kind'][]>> = {
  sign: ['made'],
  save: ['signed', 'handed'],
  'hand-over': ['signed'],
  receive: ['handed'],
  discard: ['made', 'signed'],
}

/**
 * The life of a finished archive: made, signed by the principal, handed over, received; before it leaves it may be
 * discarded. @throws Refusal `archives.wrong-state`, `archives.second-person` for a signature of who made it
 */
export function stepArchive(archive: Archive, event: ArchiveEvent, nowMs: number): Archive {
  if (!allowed[event.type].includes(archive.state.kind)) throw new Refusal('archives.wrong-state')
  switch (event.type) {
    case 'sign':
      if (event.by.id === archive.by.id) throw new Refusal('archives.second-person')
      return { ...archive, state: { kind: 'signed' }, signed: { by: event.by, atMs: nowMs } }
    case 'save':
      return { ...archive, saved: archive.saved + 1 }
    case 'hand-over':
      return {
        ...archive,
        state: { kind: 'handed' },
        delivery: { ...event.delivery, by: event.by, atMs: nowMs },
      }
    case 'receive':
      return {
        ...archive,
        state: { kind: 'received' },
        receipt: { ...event.receipt, by: event.by, atMs: nowMs },
        isKept: false,
      }
    case 'discard':
      return {
        ...archive,
        state: { kind: 'discarded', atMs: nowMs, by: event.by, reason: event.reason },
        isKept: false,
      }
  }
}

/** A term that is over and whose archive is owed. */
export const DueTerm = z.object({
  name: z.string(),
  from: z.iso.date(),
  through: z.iso.date(),
  /** How far it has come. */
  stage: z.enum(['not-made', 'not-handed', 'not-received']),
})
export type DueTerm = z.infer<typeof DueTerm>

/**
 * The two terms of each of the last school years, for a school that entered none: they follow each other without a gap,
 * so that the holidays are in an archive too. The first begins on 1 September, the second on 1 February.
 */
export function usualTerms(today: string): ArchiveTerm[] {
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '09-01' ? 1 : 0)
  return [year - 1, year].flatMap(from => [
    { name: `${from}学年第一学期`, from: `${from}-09-01`, through: `${from + 1}-01-31` },
    { name: `${from}学年第二学期`, from: `${from + 1}-02-01`, through: `${from + 1}-08-31` },
  ])
}

const stageOf: Readonly<Partial<Record<ArchiveState['kind'], DueTerm['stage'] | 'done'>>> = {
  made: 'not-handed',
  signed: 'not-handed',
  handed: 'not-received',
  received: 'done',
}
const order = ['not-made', 'not-handed', 'not-received', 'done'] as const

/**
 * Terms that ended more than `dueDays` ago and whose archive is not yet received; the oldest first.
 * @param firstDay of the record: what ended before is not owed
 */
export function dueTerms(
  terms: readonly ArchiveTerm[],
  archives: readonly Archive[],
  { today, firstDay, dueDays }: { today: string; firstDay: string; dueDays: number },
): DueTerm[] {
  return terms.flatMap(term => {
    if (term.through < firstDay || dayAfter(term.through, dueDays) >= today) return []
    const from = term.from < firstDay ? firstDay : term.from
    const stage = archives
      .filter(archive => archive.from <= from && archive.through >= term.through)
      .map(({ state }) => stageOf[state.kind] ?? 'not-made')
      .reduce((best, next) => (order.indexOf(next) > order.indexOf(best) ? next : best), 'not-made')
    return stage === 'done' ? [] : [{ ...term, stage }]
  })
}

/** Days between what was archived before and a period that are in no archive; null for none. */
export function gapBefore(
  from: string,
  archives: readonly Pick<Archive, 'through' | 'facts' | 'state'>[],
): { readonly from: string; readonly through: string } | null {
  const lastDay = archives
    .filter(({ facts, state, through }) => facts !== null && state.kind !== 'discarded' && through < from)
    .map(({ through }) => through)
    .toSorted()
    .at(-1)
  if (lastDay === undefined || dayAfter(lastDay, 1) >= from) return null
  return { from: dayAfter(lastDay, 1), through: dayAfter(from, -1) }
}
