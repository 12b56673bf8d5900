import { z } from 'zod'
import { Archive, ArchiveDelivery, ArchiveReceipt, DueTerm } from '../domain/archive.ts'
import { ArchiveTerm } from '../site/terms.ts'
import { call, nothing } from './call.ts'

export const ArchivesReport = z.object({
  /** The calendar, or the usual terms where the school entered none. */
  terms: z.array(ArchiveTerm),
  isUsual: z.boolean(),
  dueDays: z.number().int(),
  /** Day of the first entry of the record. */
  firstDay: z.iso.date(),
  due: z.array(DueTerm),
  /** The newest first. */
  archives: z.array(Archive),
})
export type ArchivesReport = z.infer<typeof ArchivesReport>

const number = z.object({ number: z.number().int() })

export const archivesCalls = {
  'archives.report': call('ledgers.read', nothing, ArchivesReport),
  /** One at a time; its progress is in the report. Ends as `made`, `failed` or `cancelled`. */
  'archives.start': call(
    'archives.make',
    z.object({
      name: z.string().trim().min(1).max(40),
      from: z.iso.date(),
      through: z.iso.date(),
    }),
    Archive,
  ),
  'archives.cancel': call('archives.make', number, nothing),
  /** A package that was made wrongly and has not left. */
  'archives.discard': call(
    'archives.make',
    number.extend({ reason: z.string().trim().min(1).max(200) }),
    Archive,
  ),
  /** 校长审签: bound to the package by its hash. */
  'archives.sign': call('archives.sign', number, Archive),
  /** 送交清单 of a finished archive, with the fingerprints of package and key. */
  'archives.sheet': call('ledgers.export', number, z.object({ html: z.string(), fileName: z.string() })),
  /** The shell has copied the package to where the person chose. */
  'archives.saved': call('archives.make', number.extend({ place: z.string().max(300) }), Archive),
  'archives.hand-over': call('archives.make', number.extend({ delivery: ArchiveDelivery }), Archive),
  /** The receipt of 学校主管部门. The station then keeps no copy of the package. */
  'archives.receive': call('archives.receive', number.extend({ receipt: ArchiveReceipt }), Archive),
  'archives.set-terms': call(
    'archives.make',
    z.object({ terms: z.array(ArchiveTerm).max(40), dueDays: z.number().int().min(1).max(180) }),
    ArchivesReport,
  ),
} as const
