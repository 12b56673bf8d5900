import { z } from 'zod'
import { Span } from '../../shared/domain/recording.ts'
import { RegisterFacts } from '../approvals/register-facts.ts'
import type { Entry } from '../journal/journal.ts'
import { personOf, textField, type Words } from './words.ts'

/** A row of the register by column; what is not named stays empty. */
export interface RegisterRow {
  readonly entries: readonly Entry[]
  readonly cells: Readonly<Record<string, string>>
  readonly cameraIds: readonly string[]
}

const cameras = z.array(z.object({ id: z.string(), name: z.string() }))
const facts = z.object({
  number: z.number().nullable().default(null),
  purpose: z.looseObject({ kind: z.string() }).optional(),
  note: z.string().default(''),
  cameras: cameras.default([]),
  span: Span.optional(),
  request: RegisterFacts.optional(),
  /** What the sentence of a refusal names. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).default({}),
})
const viewed = z.object({
  watched: z.array(z.object({ cameraId: z.string(), fromMs: z.number(), toMs: z.number() })),
})

/** `2026-11-22 02:41:07 – 02:50:00`; the day again where it is another one. */
export function stretchWords(fromMs: number, toMs: number, words: Words): string {
  const from = words.dateTime(fromMs)
  const to = words.dateTime(toMs)
  return `${from} – ${from.slice(0, 10) === to.slice(0, 10) ? words.time(toMs) : to}`
}

/** The opinions of all who had to agree, by column. */
export function opinionCells(request: RegisterFacts | undefined, words: Words): Record<string, string> {
  return Object.fromEntries(
    (request?.consents ?? []).map(({ stepId, name, atMs, note, document }) => [
      stepId,
      [
        [words.text('approvals.agreed'), note].filter(Boolean).join('：'),
        document === null
          ? `${name} ${words.dateTime(atMs)}`
          : `${document.number}\n${name} ${document.signedOn}`,
        document === null
          ? ''
          : words.text('approvals.handled-by', {
              entered: document.enteredBy,
              confirmed: document.confirmedBy,
            }),
      ]
        .filter(Boolean)
        .join('\n'),
    ]),
  )
}

function purposeWords({ purpose, note, request }: z.infer<typeof facts>, words: Words): string {
  const incidentId = purpose?.['incidentId']
  const requestId = purpose?.['requestId']
  return [
    purpose === undefined ? '' : words.text(`purpose.${purpose.kind}`),
    typeof incidentId === 'number' ? words.text('ledger.word.incident', { id: incidentId }) : '',
    typeof requestId === 'number' ? words.text('approvals.number', { number: requestId }) : '',
    request?.purpose ?? '',
    note,
  ]
    .filter(Boolean)
    .join('；')
}

/** One look at recordings, from its grant to what was really watched; null where none began. */
export function rowOfViewing(group: readonly Entry[], words: Words): RegisterRow | null {
  const opening = group.find(({ kind }) => kind === 'video.granted')
  if (opening === undefined) return null
  const granted = facts.parse(opening.body)
  const end = group.find(({ kind }) => kind === 'video.viewed')
  const name = (id: string): string => granted.cameras.find(camera => camera.id === id)?.name ?? id
  const watched = end === undefined ? [] : viewed.parse(end.body).watched
  const seen =
    watched.map(part => `${name(part.cameraId)} ${stretchWords(part.fromMs, part.toMs, words)}`).join('\n') ||
    words.text('ledger.word.not-watched')
  return {
    entries: group,
    cells: {
      ...commonCells(opening, granted, words),
      number: granted.number === null ? '' : String(granted.number),
      applicant: granted.request?.applicant ?? personOf(opening),
      watched:
        end === undefined
          ? words.text('ledger.word.not-ended')
          : `${seen}\n${words.text('ledger.word.ended-at', { time: words.dateTime(end.atMs) })}`,
    },
    cameraIds: granted.cameras.map(({ id }) => id),
  }
}

/** Somebody reached for what they may not see, copy or approve. */
export function rowOfRefusal(entry: Entry, words: Words): RegisterRow {
  const asked = facts.parse(entry.body)
  const listed = entry.body['cameraIds']
  const ids = Array.isArray(listed) ? listed.filter(id => typeof id === 'string') : []
  const code = textField(entry.body, 'code')
  const reason =
    code === '' ? words.text('refusal.recordings.no-grant') : words.text(`refusal.${code}`, asked.params)
  const request = /^approval\/(\d+)$/.exec(entry.subject)?.[1]
  const purpose =
    request === undefined
      ? purposeWords(asked, words)
      : [
          words.text('approvals.number', { number: Number(request) }),
          words.text(`ledger.word.tried.${textField(entry.body, 'act') || 'export'}`),
        ].join('；')
  return {
    entries: [entry],
    cells: {
      ...commonCells(entry, asked, words),
      purpose: purpose || words.text('ledger.word.without-grant'),
      ...(asked.cameras.length === 0 ? { cameras: ids.join('、') } : {}),
      watched: `${words.text('ledger.word.viewing-refused')}：${reason}`,
    },
    cameraIds: asked.cameras.length === 0 ? ids : asked.cameras.map(({ id }) => id),
  }
}

function commonCells(
  entry: Entry,
  granted: z.infer<typeof facts>,
  words: Words,
): Readonly<Record<string, string>> {
  return {
    viewer: personOf(entry) || words.text('ledger.word.nobody'),
    time: words.dateTime(entry.atMs),
    purpose: purposeWords(granted, words),
    cameras: granted.cameras.map(camera => camera.name).join('、'),
    span: granted.span === undefined ? '' : stretchWords(granted.span.fromMs, granted.span.toMs, words),
    ...opinionCells(granted.request, words),
    handler: personOf(entry),
  }
}
