import { mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import about from '../../../package.json' with { type: 'json' }
import type { ArchivesReport } from '../../shared/contract/archives.ts'
import { dueTerms, usualTerms, type Archive } from '../../shared/domain/archive.ts'
import { beijingDay } from '../../shared/domain/daily-check.ts'
import { rightsOf } from '../../shared/domain/rights.ts'
import type { Person } from '../../shared/domain/duty.ts'
import type { Attachments } from '../attachments/store.ts'
import { journalTable } from '../journal/table.ts'
import { ledgers } from '../ledgers/service.ts'
import { wordsIn } from '../ledgers/words.ts'
import { shellPaper } from '../platform/shell-paper.ts'
import { stationKey } from '../platform/station-key.ts'
import type { Ground } from '../station/ground.ts'
import type { JournalWatch } from '../station/journal-watch.ts'
import { firstSeqFrom, spanOfDays } from './period.ts'
import { Archives } from './service.ts'
import type { ArchiveSource } from './write-package.ts'

const Key = z.object({ fingerprint: z.string(), publicKeyPem: z.string() })

/** The archives of terms on what the station is built of. */
export interface ArchivesFeature extends AsyncDisposable {
  readonly archives: Archives
  readonly report: () => ArchivesReport
}

/** Opens the archives: what they are made of, and what is owed. */
export async function openArchives(
  ground: Ground,
  features: {
    attachments: Attachments
    watch: Pick<JournalWatch, 'state'>
    people: () => readonly Person[]
    /** Bytes that the export folder can take; absent: asked of its disk. */
    freeBytes?: () => Promise<number>
  },
): Promise<ArchivesFeature> {
  const { db, journal, clock, log, sites, options } = ground
  const exportDir = join(options.dataDir, 'exports')
  const table = journalTable(db)
  const key = stationKey(ground.vault)
  const paper = options.paperFrom === 'shell' ? shellPaper() : null
  const archives = await Archives.start({
    db,
    journal,
    clock,
    log,
    exportDir,
    isBroken: () => features.watch.state().state === 'broken',
    freeBytes: features.freeBytes ?? (() => freeBytesOf(exportDir)),
    source: (archive, by) => {
      const span = spanOfDays(archive.from, archive.through)
      const head = journal.head()
      const seqFrom = (atMs: number) => firstSeqFrom(atMs, head.seq, seq => table.stretch(seq, 1)[0])
      const [firstSeq, afterSeq] = [seqFrom(span.fromMs), seqFrom(span.toMs)]
      const words = wordsIn('zh-CN')
      const madeAtMs = clock.now()
      return {
        range: { firstSeq, lastSeq: afterSeq - 1, headSeq: head.seq },
        head,
        stretch: table.stretch,
        entry: seq => (table.bySeq(seq)?.body === '' ? null : journal.entry(seq)),
        corrections: journal.between(['ledger.corrected'], span.fromMs, Number.MAX_SAFE_INTEGER),
        ledgers,
        words,
        keys: keysOf(journal.between(['station.key-made'], 0, Number.MAX_SAFE_INTEGER)),
        attachment: hash => features.attachments.whole(hash),
        key,
        paper,
        about: {
          station: {
            id: sites.current.site.id,
            school: sites.current.site.name,
            software: `${about.name} ${about.version}`,
            keyFingerprint: key.fingerprint,
          },
          archive: {
            number: archive.number,
            name: archive.name,
            from: archive.from,
            through: archive.through,
            ...span,
          },
          madeBy: { id: by.id, name: by.name },
          madeAtMs,
          madeAt: words.dateTime(madeAtMs),
        },
      } satisfies ArchiveSource
    },
  })
  // The receipt may be read by whoever keeps the ledgers' archives.
  features.attachments.readableBy(
    (hash, personId) =>
      archives.list().some(({ receipt }) => receipt?.scan.hash === hash) &&
      rightsOf(features.people().find(({ id }) => id === personId)?.roles ?? []).has('ledgers.export'),
  )
  return {
    archives,
    report: () => reportOf(archives.list(), ground),
    [Symbol.asyncDispose]: () => archives[Symbol.asyncDispose](),
  }
}

function reportOf(list: Archive[], { journal, clock, sites }: Ground): ArchivesReport {
  const today = beijingDay(clock.now())
  const { terms: entered, dueDays } = sites.current.archives
  const terms = entered.length === 0 ? usualTerms(today) : entered
  const firstDay = beijingDay(journal.entry(1)?.atMs ?? clock.now())
  return {
    terms,
    isUsual: entered.length === 0,
    dueDays,
    firstDay,
    due: dueTerms(terms, list, { today, firstDay, dueDays }),
    archives: list,
  }
}

const keysOf = (entries: readonly { readonly body: unknown }[]): z.infer<typeof Key>[] =>
  entries.flatMap(({ body }) => Key.safeParse(body).data ?? [])

async function freeBytesOf(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
