import type { LedgerRow } from '../../shared/domain/ledger.ts'
import { courseKinds } from '../incidents/course.ts'
import type { Entry } from '../journal/journal.ts'
import { bySubject, type LedgerDefinition } from './definition.ts'
import { listField, numberField, personOf, textField, type Words } from './words.ts'

/** 报警记录: one row an incident, following the six steps of A-10.d. */
export const alarmLedger: LedgerDefinition = {
  id: 'alarms',
  columns: [
    { id: 'time', width: 11, type: 'time' },
    { id: 'place', width: 11 },
    { id: 'kind', width: 8 },
    { id: 'located', width: 9 },
    { id: 'scene', width: 10 },
    { id: 'verified', width: 10 },
    { id: 'handled', width: 12 },
    { id: 'reported', width: 10 },
    { id: 'reset', width: 9 },
    { id: 'record', width: 10 },
  ],
  kinds: [...courseKinds, 'shelving.held'],
  opensRow: 'incident.raised',
  startsRow: ['incident.raised', 'shelving.held'],
  rows: (entries, words) =>
    bySubject(entries)
      .map(group => rowOfIncident(group, words) ?? rowOfShelf(group, words))
      .filter(row => row !== null),
  signatures: ['form.signature.made-by', 'form.signature.leader', 'form.signature.rep'],
  retentionDays: 30,
}

function rowOfIncident(group: readonly Entry[], words: Words): LedgerRow | null {
  const last = new Map(group.map(entry => [entry.kind, entry]))
  const raised = last.get('incident.raised')
  if (raised === undefined) return null
  const joined = last.get('incident.joined')
  const count = (joined && numberField(joined.body, 'signalCount')) ?? 1
  const cell = (kind: string, content: (body: Entry['body']) => string): string => {
    const entry = last.get(kind)
    return entry === undefined ? '' : [content(entry.body), stampOf(entry, words)].filter(Boolean).join('\n')
  }
  return {
    seqs: group.map(entry => entry.seq),
    atMs: raised.atMs,
    cells: [
      words.dateTime(raised.atMs),
      [textField(raised.body, 'place'), count > 1 ? words.text('ledger.word.signals', { count }) : '']
        .filter(Boolean)
        .join('\n'),
      [
        words.text(`incident.kind.${textField(joined?.body ?? raised.body, 'kind')}`),
        // 演练 stands on every row and every sheet, so that nobody takes one for what was real.
        ...(numberField(raised.body, 'drill') === null ? [] : [words.text('drill.ledger')]),
        ...saidAbout(group),
      ].join('\n'),
      cell('incident.located', body => {
        const together = numberField(body, 'together')
        return together === null ? '' : words.text('ledger.word.together', { count: together })
      }),
      cell('incident.arrived', () => sentTo(last)),
      cell('incident.verified', body =>
        [words.text(`incident.verdict.${textField(body, 'verdict')}`), textField(body, 'note')]
          .filter(Boolean)
          .join('：'),
      ),
      cell('incident.handled', body => textField(body, 'text')),
      cell('incident.reported', body =>
        [
          listField(body, 'told')
            .map(told => words.text(`incident.told.${told}`))
            .join('、'),
          textField(body, 'note'),
        ]
          .filter(Boolean)
          .join('：'),
      ),
      cell('incident.reset', body =>
        [
          [textField(body, 'keyHolder'), textField(body, 'cause')].join('：'),
          textField(body, 'reviewer') === ''
            ? ''
            : words.text('ledger.word.reviewed', { name: textField(body, 'reviewer') }),
        ]
          .filter(Boolean)
          .join('\n'),
      ),
      [cell('incident.recorded', body => textField(body, 'text')), closing(last, words)]
        .filter(Boolean)
        .join('\n'),
    ],
  }
}

/** Alarms of a shelved zone that did not ring: one row a shelf, from the first of them (IEC 62682). */
function rowOfShelf(group: readonly Entry[], words: Words): LedgerRow | null {
  const [first] = group
  if (first?.kind !== 'shelving.held') return null
  const count = group.length > 1 ? words.text('ledger.word.signals', { count: group.length }) : ''
  return {
    seqs: group.map(entry => entry.seq),
    atMs: first.atMs,
    cells: [
      words.dateTime(first.atMs),
      [textField(first.body, 'zone'), count].filter(Boolean).join('\n'),
      [words.text(`incident.kind.${textField(first.body, 'kind')}`), words.text('ledger.word.shelved')].join(
        '\n',
      ),
      ...alarmLedger.columns.slice(3).map(() => ''),
    ],
  }
}

/** What guards said when they saw it, in their order. */
const saidAbout = (group: readonly Entry[]): string[] =>
  group
    .filter(({ kind }) => kind === 'incident.raised' || kind === 'incident.joined')
    .map(({ body }) => textField(body, 'text'))
    .filter(Boolean)

const stampOf = (entry: Entry, words: Words): string =>
  words.text('ledger.word.by-at', { name: personOf(entry), time: words.time(entry.atMs) })

function sentTo(last: ReadonlyMap<string, Entry>): string {
  const dispatched = last.get('incident.dispatched')
  return dispatched === undefined ? '' : textField(dispatched.body, 'who')
}

const closing = (last: ReadonlyMap<string, Entry>, words: Words): string =>
  last.has('incident.closed') ? '' : words.text('ledger.word.in-progress')
