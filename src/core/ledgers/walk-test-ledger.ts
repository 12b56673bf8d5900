import type { LedgerRow } from '../../shared/domain/ledger.ts'
import type { Entry } from '../journal/journal.ts'
import { bySubject, type LedgerDefinition } from './definition.ts'
import { numberField, personOf, textField, type Words } from './words.ts'

/** 步测记录: one row a walk test, with the zones that were heard and those that never spoke. */
export const walkTestLedger: LedgerDefinition = {
  id: 'walk-tests',
  columns: [
    { id: 'time', width: 13, type: 'time' },
    { id: 'end', width: 13, type: 'time' },
    { id: 'panel', width: 13 },
    { id: 'reason', width: 13 },
    { id: 'person', width: 8 },
    { id: 'result', width: 10 },
    { id: 'passed', width: 17 },
    { id: 'silent', width: 13 },
  ],
  kinds: ['walk-test.started', 'walk-test.ended'],
  opensRow: 'walk-test.started',
  rows: (entries, words) =>
    bySubject(entries)
      .map(group => rowOfTest(group, words))
      .filter(row => row !== null),
  signatures: ['form.signature.made-by', 'form.signature.leader', 'form.signature.rep'],
  retentionDays: 30,
}

function rowOfTest(group: readonly Entry[], words: Words): LedgerRow | null {
  const started = group.find(({ kind }) => kind === 'walk-test.started')
  if (started === undefined) return null
  const ended = group.find(({ kind }) => kind === 'walk-test.ended')
  const passed = zonesIn(ended, 'passed')
  const silent = zonesIn(ended, 'silent')
  return {
    seqs: group.map(({ seq }) => seq),
    atMs: started.atMs,
    cells: [
      words.dateTime(started.atMs),
      ended === undefined ? '' : words.dateTime(ended.atMs),
      [textField(started.body, 'panel'), textField(started.body, 'partition')].filter(Boolean).join('\n'),
      textField(started.body, 'reason'),
      personOf(started),
      resultOf(ended, silent.length, words),
      passed.map(zone => [zoneOf(zone), timeOf(zone, words)].filter(Boolean).join(' ')).join('\n'),
      silent.map(zoneOf).join('\n'),
    ],
  }
}

function resultOf(ended: Entry | undefined, silent: number, words: Words): string {
  if (ended === undefined) return words.text('ledger.word.in-progress')
  const verdict = words.text(silent === 0 ? 'ledger.word.walk-test.passed' : 'ledger.word.walk-test.failed', {
    count: silent,
  })
  return `${verdict}\n${words.text(`ledger.word.walk-test.end.${textField(ended.body, 'cause')}`)}`
}

type ZoneFacts = Readonly<Record<string, unknown>>

function zonesIn(entry: Entry | undefined, field: 'passed' | 'silent'): ZoneFacts[] {
  const list = entry?.body[field]
  return Array.isArray(list) ? list.filter(item => typeof item === 'object' && item !== null) : []
}

const zoneOf = (zone: ZoneFacts): string =>
  `${String(numberField(zone, 'number') ?? '')} ${textField(zone, 'name')}`

function timeOf(zone: ZoneFacts, words: Words): string {
  const atMs = numberField(zone, 'firstAtMs')
  return atMs === null ? '' : words.time(atMs)
}
