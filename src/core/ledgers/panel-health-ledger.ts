import type { LedgerRow } from '../../shared/domain/ledger.ts'
import type { Entry } from '../journal/journal.ts'
import { rowOf, type LedgerDefinition } from './definition.ts'
import { numberField, textField, type Words } from './words.ts'

const parts = ['line', 'power', 'battery', 'tamper', 'clock'] as const

/** 报警主机状态与失联时段记录: every change of a panel's health, and every time in which it could not report (C02, C12, A-10.a). */
export const panelHealthLedger: LedgerDefinition = {
  id: 'panel-health',
  columns: [
    { id: 'time', width: 14, type: 'time' },
    { id: 'panel', width: 15 },
    { id: 'what', width: 11 },
    { id: 'from', width: 14 },
    { id: 'to', width: 14 },
    { id: 'duration', width: 8 },
    { id: 'detail', width: 24 },
  ],
  kinds: ['intrusion.line-lost', 'intrusion.blind', 'intrusion.found', 'check.panel'],
  rows: (entries, words) => entries.map(entry => rowOfEntry(entry, words)),
  signatures: ['form.signature.made-by', 'form.signature.leader'],
  retentionDays: 30,
}

function rowOfEntry(entry: Entry, words: Words): LedgerRow {
  const { body, kind } = entry
  const time = words.dateTime(entry.atMs)
  switch (kind) {
    case 'intrusion.line-lost':
      return rowOf(entry, [
        time,
        textField(body, 'name'),
        words.text('ledger.word.panel.lost'),
        time,
        '',
        '',
        '',
      ])
    case 'intrusion.blind': {
      const [fromMs, toMs] = [
        numberField(body, 'fromMs') ?? entry.atMs,
        numberField(body, 'toMs') ?? entry.atMs,
      ]
      return rowOf(entry, [
        time,
        textField(body, 'name'),
        words.text('ledger.word.panel.blind'),
        words.dateTime(fromMs),
        words.dateTime(toMs),
        // Upwards: no time out of reach is printed as none.
        String(Math.ceil((toMs - fromMs) / 60_000)),
        words.text(`ledger.word.blind.${textField(body, 'cause')}`),
      ])
    }
    case 'intrusion.found':
      return rowOf(entry, [
        time,
        textField(body, 'zone'),
        words.text('ledger.word.panel.found'),
        '',
        '',
        '',
        '',
      ])
    default:
      return rowOf(entry, [
        time,
        textField(body, 'name'),
        words.text('ledger.word.panel.check'),
        '',
        '',
        '',
        verdictIn(body, words),
      ])
  }
}

function verdictIn(body: Entry['body'], words: Words): string {
  const verdicts = Object.fromEntries(
    parts.map(part => [part, words.text(`intrusion.health.${textField(body, part)}`)]),
  )
  const deviationMs = numberField(body, 'clockDeviationMs')
  const deviation =
    deviationMs === null
      ? []
      : [words.text('ledger.word.panel.deviation', { seconds: Math.round(deviationMs / 1_000) })]
  return [words.text('ledger.word.panel.verdict', verdicts), ...deviation].join('\n')
}
