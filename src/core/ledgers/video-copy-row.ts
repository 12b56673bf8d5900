import { z } from 'zod'
import { Span } from '../../shared/domain/recording.ts'
import { RegisterFacts } from '../approvals/register-facts.ts'
import type { Entry } from '../journal/journal.ts'
import { opinionCells, stretchWords, type RegisterRow } from './video-viewing-row.ts'
import { personOf, textField, type Words } from './words.ts'

/** What an entry about a copy says; a later entry of the same copy adds to it. */
const copy = z.object({
  requestNumber: z.number().int().optional(),
  copyNumber: z.number().int().optional(),
  cameras: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  span: Span.optional(),
  receiver: z.string().default(''),
  request: RegisterFacts.optional(),
})

const kinds = ['video.export-ordered', 'video.exported', 'video.export-failed', 'video.export-cancelled']

/** One copy that was made to be given out (A-N4.3), up to its hand-over; null where none was. */
export function rowOfCopy(group: readonly Entry[], words: Words): RegisterRow | null {
  const opening = group.find(({ kind }) => kinds.includes(kind))
  if (opening === undefined) return null
  const facts = copy.parse(opening.body)
  const made = group.find(({ kind }) => kind === 'video.exported')
  const ended = group.find(({ kind }) => /export-(failed|cancelled)$/.test(kind))
  const handed = group.find(({ kind }) => kind === 'video.copy-handed-over')
  const outcome = made === undefined ? (ended?.kind ?? 'video.export-ordered') : 'video.exported'
  return {
    entries: group,
    cells: {
      number: `${facts.requestNumber ?? ''}-${facts.copyNumber ?? ''}`,
      applicant: facts.request?.applicant ?? '',
      copier: personOf(opening),
      time: words.dateTime((made ?? opening).atMs),
      purpose: [
        words.text('approvals.kind.video-release.short'),
        facts.requestNumber === undefined
          ? ''
          : words.text('approvals.number', { number: facts.requestNumber }),
        facts.request?.purpose ?? '',
      ]
        .filter(Boolean)
        .join('；'),
      cameras: facts.cameras.map(({ name }) => name).join('、'),
      span: facts.span === undefined ? '' : stretchWords(facts.span.fromMs, facts.span.toMs, words),
      watched: words.text(`ledger.word.copy.${outcome}`),
      ...opinionCells(facts.request, words),
      copies: [
        facts.copyNumber === undefined
          ? ''
          : words.text('ledger.word.copy-number', { number: facts.copyNumber }),
        made === undefined ? '' : textField(made.body, 'packageHash'),
      ]
        .filter(Boolean)
        .join('\n'),
      receiver: [
        facts.receiver,
        handed === undefined ? '' : textField(handed.body, 'receiverName'),
        handed === undefined ? '' : words.dateTime(handed.atMs),
      ]
        .filter(Boolean)
        .join('\n'),
      handler: personOf(handed ?? opening),
    },
    cameraIds: facts.cameras.map(({ id }) => id),
  }
}
