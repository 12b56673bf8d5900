import type { LedgerRow } from '../../shared/domain/ledger.ts'
import type { Entry } from '../journal/journal.ts'
import { bySubject, type LedgerDefinition } from './definition.ts'
import { numberField, personOf, textField, type Words } from './words.ts'

/** 归档记录: one row an archive of a term, from its making to the receipt (A-N3.7.b). */
export const archivesLedger: LedgerDefinition = {
  id: 'archives',
  columns: [
    { id: 'number', width: 6, type: 'number' },
    { id: 'term', width: 16 },
    { id: 'contents', width: 14 },
    { id: 'made', width: 12 },
    { id: 'signed', width: 12 },
    { id: 'delivery', width: 14 },
    { id: 'receipt', width: 16 },
    { id: 'state', width: 10 },
  ],
  kinds: [
    'archives.made',
    'archives.signed',
    'archives.saved',
    'archives.handed-over',
    'archives.received',
    'archives.discarded',
  ],
  opensRow: 'archives.made',
  rows: (entries, words) => bySubject(entries).flatMap(group => rowOfArchive(group, words)),
  signatures: ['form.signature.made-by', 'form.signature.leader', 'form.signature.rep'],
  retentionDays: 360,
}

function rowOfArchive(group: readonly Entry[], words: Words): LedgerRow[] {
  const made = group.find(({ kind }) => kind === 'archives.made')
  if (made === undefined) return []
  const last = new Map(group.map(entry => [entry.kind, entry]))
  const stamp = (entry: Entry) => `${personOf(entry)}\n${words.dateTime(entry.atMs)}`
  const cell = (kind: string, said: (body: Entry['body']) => readonly string[]) => {
    const entry = last.get(kind)
    return entry === undefined ? '' : [...said(entry.body), stamp(entry)].filter(Boolean).join('\n')
  }
  const field = (name: string) => (body: Entry['body']) => textField(body, name)
  const state = ['discarded', 'received', 'handed-over', 'signed', 'made'].find(each =>
    last.has(`archives.${each}`),
  )
  return [
    {
      seqs: group.map(({ seq }) => seq),
      atMs: made.atMs,
      cells: [
        String(numberField(made.body, 'number') ?? ''),
        [
          textField(made.body, 'name'),
          `${textField(made.body, 'from')} – ${textField(made.body, 'through')}`,
        ].join('\n'),
        words.text('archives.facts', {
          rows: numberField(made.body, 'rows') ?? 0,
          entries: numberField(made.body, 'entries') ?? 0,
          attachments: numberField(made.body, 'attachments') ?? 0,
          files: numberField(made.body, 'files') ?? 0,
        }),
        stamp(made),
        cell('archives.signed', () => []),
        cell('archives.handed-over', body => ['unit', 'carrier', 'medium'].map(name => field(name)(body))),
        cell('archives.received', body =>
          ['unit', 'receiver', 'receivedOn', 'documentNumber'].map(name => field(name)(body)),
        ),
        [
          words.text(`archives.state.${state === 'handed-over' ? 'handed' : state}`),
          ...(last.has('archives.discarded')
            ? [cell('archives.discarded', body => [field('reason')(body)])]
            : []),
        ].join('\n'),
      ],
      ...(last.has('archives.discarded') && { struck: true }),
    },
  ]
}
