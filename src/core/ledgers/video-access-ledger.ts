import { z } from 'zod'
import { PlaybackPurpose, Span } from '../../shared/domain/recording.ts'
import type { LedgerRow } from '../../shared/domain/ledger.ts'
import type { Entry } from '../journal/journal.ts'
import { bySubject, type LedgerDefinition } from './definition.ts'
import { personOf, type Words } from './words.ts'

const granted = z.object({
  number: z.number().nullable().default(null),
  purpose: PlaybackPurpose,
  note: z.string(),
  cameras: z.array(z.object({ id: z.string(), name: z.string() })),
  span: Span,
})
const viewed = z.object({
  watched: z.array(z.object({ cameraId: z.string(), fromMs: z.number(), toMs: z.number() })),
})

/** 视频信息使用登记: who looked at which recordings, why, and what was really watched (A-N6.2.c). */
export const videoAccessLedger: LedgerDefinition = {
  id: 'video-access',
  columns: [
    { id: 'number', width: 6 },
    { id: 'viewer', width: 10 },
    { id: 'copier', width: 8 },
    { id: 'time', width: 13 },
    { id: 'purpose', width: 14 },
    { id: 'cameras', width: 12 },
    { id: 'span', width: 14 },
    { id: 'watched', width: 14 },
    { id: 'end', width: 9 },
  ],
  kinds: ['video.granted', 'video.viewed', 'video.refused'],
  opensRow: 'video.granted',
  rows: (entries, words) => bySubject(entries).flatMap(group => rowsOf(group, words)),
  signatures: ['form.signature.made-by', 'form.signature.leader', 'form.signature.rep'],
  retentionDays: 30,
}

/** A viewing is one row; every refused attempt is a row of its own. */
function rowsOf(group: readonly Entry[], words: Words): LedgerRow[] {
  const opening = group.find(entry => entry.kind === 'video.granted')
  if (opening !== undefined) return [rowOfViewing(group, opening, words)]
  return group
    .filter(entry => entry.kind === 'video.refused')
    .map(entry => rowOfViewing([entry], entry, words))
}

function rowOfViewing(group: readonly Entry[], opening: Entry, words: Words): LedgerRow {
  const facts = granted.parse(opening.body)
  const end = group.find(entry => entry.kind === 'video.viewed')
  const name = (id: string): string => facts.cameras.find(camera => camera.id === id)?.name ?? id
  const stretch = (fromMs: number, toMs: number): string => `${words.dateTime(fromMs)} – ${words.time(toMs)}`
  const watched = end === undefined ? [] : viewed.parse(end.body).watched
  const refused = opening.kind === 'video.refused'
  const purpose = [
    words.text(`purpose.${facts.purpose.kind}`),
    facts.purpose.kind === 'incident-review'
      ? words.text('ledger.word.incident', { id: facts.purpose.incidentId })
      : '',
    facts.note,
  ]
  return {
    seqs: group.map(entry => entry.seq),
    atMs: opening.atMs,
    cells: [
      facts.number === null ? '' : String(facts.number),
      personOf(opening),
      '',
      words.dateTime(opening.atMs),
      purpose.filter(part => part !== '').join('；'),
      facts.cameras.map(camera => camera.name).join('、'),
      stretch(facts.span.fromMs, facts.span.toMs),
      refused
        ? words.text('ledger.word.viewing-refused')
        : watched.map(part => `${name(part.cameraId)} ${stretch(part.fromMs, part.toMs)}`).join('\n') ||
          words.text('ledger.word.not-watched'),
      endOf(refused, end, words),
    ],
  }
}

function endOf(refused: boolean, end: Entry | undefined, words: Words): string {
  if (refused) return ''
  return end === undefined ? words.text('ledger.word.not-ended') : words.dateTime(end.atMs)
}
