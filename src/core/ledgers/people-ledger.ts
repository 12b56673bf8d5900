import { z } from 'zod'
import { Assignment, Training } from '../../shared/site/people.ts'
import type { Entry } from '../journal/journal.ts'
import { rowOf, type LedgerDefinition } from './definition.ts'
import { nameField, personOf, textField, type Words } from './words.ts'

/** 人员权限变更记录: who came, left, was given which role, PIN or card, by whom and why (A-9, A-N1.3, A-N6.2.a). */
export const peopleLedger: LedgerDefinition = {
  id: 'people',
  columns: [
    { id: 'time', width: 16, type: 'time' },
    { id: 'person', width: 10 },
    { id: 'event', width: 11 },
    { id: 'content', width: 32 },
    { id: 'reason', width: 13 },
    { id: 'by', width: 9 },
    { id: 'second', width: 9 },
  ],
  kinds: [
    'people.added',
    'people.changed',
    'people.retired',
    'people.returned',
    'people.pin-issued',
    'people.pin-changed',
    'people.unlocked',
    'people.card-learned',
    'people.card-removed',
    'people.card-refused',
    'people.refused',
    'people.printed',
    'people.exported',
  ],
  rows: (entries, words) =>
    entries.map(entry =>
      rowOf(entry, [
        words.dateTime(entry.atMs),
        textField(entry.body, 'name'),
        words.text(`ledger.event.${entry.kind}`),
        contentOf(entry, words),
        textField(entry.body, 'reason'),
        personOf(entry),
        nameField(entry.body, 'confirmedBy'),
      ]),
    ),
  signatures: ['form.signature.made-by', 'form.signature.leader'],
  retentionDays: 360,
}

const Params = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
const Changes = z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() }))

function contentOf({ kind, body, subject }: Entry, words: Words): string {
  const { text } = words
  switch (kind) {
    case 'people.added':
    case 'people.changed':
      return Changes.parse(body['changes'] ?? [])
        .map(({ field, before, after }) =>
          before === null && after === null
            ? text('people.change.only', { field: text(`people.${field}`) })
            : text('people.change.from', {
                field: text(`people.${field}`),
                before: valueWords(field, before, words),
                after: valueWords(field, after, words),
              }),
        )
        .join('\n')
    case 'people.pin-changed':
      return body['wasFirst'] === true ? text('people.pin-was-first') : ''
    case 'people.card-learned':
    case 'people.card-refused':
      return text('people.card-ending', { ending: textField(body, 'ending') })
    case 'people.refused':
      return `${text(`people.act.${textField(body, 'act')}`)}：${text(`refusal.${textField(body, 'code')}`, Params.parse(body['params'] ?? {}))}`
    case 'people.printed':
    case 'people.exported':
      return text(`people.${subject}.title`)
    default:
      return ''
  }
}

const Certificate = z.object({ number: z.string(), validTo: z.string() })

/** A field of a person as the ledger says it. */
function valueWords(field: string, value: unknown, { text }: Words): string {
  const none = text('people.change.none')
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return none
  if (typeof value === 'string') return value
  switch (field) {
    case 'roles':
      return z
        .array(z.string())
        .parse(value)
        .map(role => text(`role.${role}`))
        .join('、')
    case 'certificate': {
      const { number, validTo } = Certificate.parse(value)
      return `${number}（${validTo}）`
    }
    case 'training':
      return z
        .array(Training)
        .parse(value)
        .map(({ what, on }) => `${what}（${on}）`)
        .join('、')
    case 'assignments':
      return z
        .array(Assignment)
        .parse(value)
        .map(({ duty, from, until }) => `${text(`people.duty.${duty}`)}（${from}–${until ?? ''}）`)
        .join('、')
    default:
      return JSON.stringify(value)
  }
}
