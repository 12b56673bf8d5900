import { z } from 'zod'
import type { Entry } from '../journal/journal.ts'
import { rowOf, type LedgerDefinition } from './definition.ts'
import {
  absenceWords,
  aloneWords,
  equipmentWords,
  handedOf,
  lengthWords,
  openWords,
  planOfEntry,
  planWords,
  rosterWords,
} from './duty-words.ts'
import { nameField, numberField, personOf, textField, type Words } from './words.ts'

/** 值班（交接）记录: who stood watch, what was noted, when the station itself was awake (A-10, A-N4.2). */
export const dutyLedger: LedgerDefinition = {
  id: 'duty',
  columns: [
    { id: 'time', width: 18, type: 'time' },
    { id: 'shift', width: 9 },
    { id: 'person', width: 13 },
    { id: 'event', width: 18 },
    { id: 'content', width: 42 },
  ],
  kinds: [
    'duty.signed-on',
    'duty.resumed',
    'duty.desk-locked',
    'duty.nobody-came',
    'duty.overtime',
    'roster.changed',
    'roster.absence-entered',
    'roster.absence-ended',
    'roster.printed',
    'roster.exported',
    'duty.report-printed',
    'duty.signed-off',
    'duty.handed-over',
    'duty.took-over',
    'duty.took-over-alone',
    'duty.noted',
    'duty.reader-came',
    'duty.reader-left',
    'duty.pin-refused',
    'duty.card-refused',
    'duty.locked-try',
    'duty.refused',
    'duty.shift-lapsed',
    'duty.presence-answered',
    'duty.presence-missed',
    'duty.certificate-warned',
    'duty.certificate-refused',
    'station.started',
    'station.stopped',
    'station.blind',
    'ledger.exported',
    'ledger.printed',
  ],
  rows: (entries, words) =>
    entries.map(entry => {
      const shift = textField(entry.body, 'shift')
      return rowOf(entry, [
        words.dateTime(entry.atMs),
        shift === '' ? '' : words.text(`shift.${shift}`),
        personOf(entry),
        words.text(`ledger.event.${entry.kind}`),
        contentOf(entry, words),
      ])
    }),
  signatures: ['form.signature.made-by', 'form.signature.leader'],
  retentionDays: 30,
}

function contentOf({ kind, body, subject, atMs }: Entry, words: Words): string {
  const fromMs = numberField(body, 'fromMs')
  const toMs = numberField(body, 'toMs')
  const name = textField(body, 'name')
  const count = numberField(body, 'failures') ?? 0
  switch (kind) {
    case 'duty.signed-on': {
      const unmannedFromMs = numberField(body, 'unmannedFromMs')
      return joined(
        planWords(planOfEntry(body), words),
        unmannedFromMs === null ? '' : unmannedWords(unmannedFromMs, atMs, words),
        openWords(handedOf(body), words),
      )
    }
    case 'duty.handed-over': {
      const to = words.text('ledger.word.to', { name: nameField(body, 'to') })
      const handed = handedOf(body)
      return joined(to, openWords(handed, words), equipmentWords(handed, words), textField(body, 'note'))
    }
    case 'duty.took-over':
      return joined(
        words.text('ledger.word.from', { name: nameField(body, 'from') }),
        planWords(planOfEntry(body), words),
      )
    case 'duty.took-over-alone':
      return joined(openWords(handedOf(body), words), aloneWords(body, words))
    case 'duty.nobody-came':
      return words.text('ledger.word.nobody-came', {
        name,
        shift: textField(body, 'shiftName'),
        time: words.dateTime(fromMs ?? atMs).slice(0, 16),
      })
    case 'duty.overtime':
      return words.text('ledger.word.overtime', { name, time: words.dateTime(toMs ?? atMs).slice(0, 16) })
    case 'roster.changed':
      return rosterWords(body, words)
    case 'roster.absence-entered':
    case 'roster.absence-ended':
      return absenceWords(body, words)
    case 'duty.reader-left': {
      const minutes = numberField(body, 'idleMinutes')
      return minutes === null ? '' : words.text('ledger.word.reader-idle', { minutes })
    }
    case 'duty.signed-off':
      return joined(signOffWords(textField(body, 'reason'), words), textField(body, 'note'))
    case 'duty.noted':
      return textField(body, 'text')
    case 'duty.pin-refused':
    case 'duty.card-refused':
      return words.text(body['locked'] === true ? 'ledger.word.locked' : 'ledger.word.failures', {
        name,
        count,
      })
    case 'duty.locked-try':
    case 'duty.shift-lapsed':
    case 'duty.presence-missed':
    case 'duty.certificate-warned':
    case 'duty.certificate-refused':
      return name
    case 'duty.refused':
      return `${subject} · ${words.text(`refusal.${textField(body, 'code')}`, RefusedParams.parse(body['params'] ?? {}))}`
    case 'station.blind':
      return fromMs === null || toMs === null
        ? ''
        : words.text('ledger.word.blind', { from: words.dateTime(fromMs), to: words.dateTime(toMs) })
    case 'ledger.exported':
    case 'ledger.printed':
      return words.text(`ledger.${subject}.title`)
    default:
      return ''
  }
}

/** What a refusal said besides its code; entries of before have none. */
const RefusedParams = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))

/** Why nobody took over; entries from before it was asked say nothing. */
const signOffWords = (reason: string, words: Words): string =>
  reason === '' ? '' : words.text(`duty.sign-off.reason.${reason}`)

const joined = (...parts: readonly string[]): string => parts.filter(part => part !== '').join('；')

/** From when to when, and how long, nobody stood watch (A-10.a). */
const unmannedWords = (fromMs: number, toMs: number, words: Words): string =>
  words.text('ledger.word.unmanned', {
    from: words.dateTime(fromMs),
    to: words.dateTime(toMs),
    length: lengthWords(toMs - fromMs, words),
  })
