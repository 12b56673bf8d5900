import type { LedgerRow } from '../../shared/domain/ledger.ts'
import type { Entry } from '../journal/journal.ts'
import { bySubject, type LedgerDefinition } from './definition.ts'
import { rowOfCopy } from './video-copy-row.ts'
import { rowOfRequest } from './video-request-row.ts'
import { rowOfRefusal, rowOfViewing, type RegisterRow } from './video-viewing-row.ts'
import type { Words } from './words.ts'

const refusals: ReadonlySet<string> = new Set([
  'video.refused',
  'video.stream-refused',
  'video.export-refused',
  'approval.refused',
])

/** What happens to a look, a copy or a request; any of it may be the first that a period has of it. */
const matterKinds = [
  'video.granted',
  'video.viewed',
  'video.export-ordered',
  'video.exported',
  'video.export-failed',
  'video.export-cancelled',
  'video.copy-handed-over',
  'approval.submitted',
  'approval.approved',
  'approval.consent-entered',
  'approval.consent-confirmed',
  'approval.used',
  'approval.rejected',
  'approval.revoked',
  'approval.expired',
  'approval.closed',
] as const

/**
 * 视频信息使用登记 (A-N6.2.c, A-N4.3): who asked for recordings and who agreed, who looked at what and why, what was
 * really watched, which copies were made and who got them; and every attempt that was refused.
 */
export const videoAccessLedger: LedgerDefinition = {
  id: 'video-access',
  columns: [
    { id: 'number', width: 5 },
    { id: 'applicant', width: 5 },
    { id: 'viewer', width: 5 },
    { id: 'copier', width: 5 },
    { id: 'time', width: 7, type: 'time' },
    { id: 'purpose', width: 9 },
    { id: 'cameras', width: 7 },
    { id: 'span', width: 8 },
    { id: 'watched', width: 11 },
    { id: 'school-leader', width: 6 },
    { id: 'superior', width: 7 },
    { id: 'district-bureau', width: 7 },
    { id: 'police', width: 7 },
    { id: 'copies', width: 5 },
    { id: 'receiver', width: 5 },
    { id: 'handler', width: 4 },
  ],
  kinds: [...matterKinds, ...refusals],
  opensRow: 'video.granted',
  startsRow: matterKinds,
  alone: [...refusals],
  rows: (entries, words) =>
    bySubject(entries)
      .flatMap(group => rowsOf(group, words))
      .toSorted((a, b) => a.atMs - b.atMs),
  signatures: ['form.signature.made-by', 'form.signature.leader', 'form.signature.rep'],
  retentionDays: 30,
}

/** Other kinds of requests are refused as well; entries of older versions are all about recordings. */
function isRefusedVideo({ kind, body: { about } }: Entry): boolean {
  return refusals.has(kind) && (typeof about !== 'string' || about.startsWith('video-'))
}

/** What belongs to one viewing, one copy or one request is a row; every refused attempt is a row of its own. */
function rowsOf(group: readonly Entry[], words: Words): LedgerRow[] {
  const refused = group.filter(isRefusedVideo).map(entry => rowOfRefusal(entry, words))
  const whole = group.filter(({ kind }) => !refusals.has(kind))
  const rows = [...refused, rowOfViewing(whole, words), rowOfCopy(whole, words), rowOfRequest(whole, words)]
  return rows.filter(row => row !== null).map(asLedgerRow)
}

const asLedgerRow = ({ entries, cells, cameraIds }: RegisterRow): LedgerRow => ({
  seqs: entries.map(({ seq }) => seq),
  atMs: entries[0]?.atMs ?? 0,
  cells: videoAccessLedger.columns.map(({ id }) => cells[id] ?? ''),
  cameraIds: [...cameraIds],
})
