import { checklistItems } from '../../shared/domain/checklist.ts'
import type { Entry } from '../journal/journal.ts'
import { rowOf, type LedgerDefinition } from './definition.ts'
import { listField, numberField, personOf, textField, type Words } from './words.ts'

/** 布防撤防台账: every change of an armed state, by whom and how, and the check before it (A-10.c, A-15.2.1). */
export const armingLedger: LedgerDefinition = {
  id: 'arming',
  columns: [
    { id: 'time', width: 16 },
    { id: 'partition', width: 12 },
    { id: 'action', width: 7 },
    { id: 'way', width: 11 },
    { id: 'person', width: 11 },
    { id: 'checklist', width: 14 },
    { id: 'light', width: 8 },
    { id: 'result', width: 21 },
  ],
  kinds: [
    'intrusion.armed',
    'intrusion.disarmed',
    'intrusion.arm-refused',
    'intrusion.disarm-refused',
    'intrusion.keypad-armed',
    'intrusion.keypad-disarmed',
    'intrusion.changed-elsewhere',
    'intrusion.rearm-overdue',
  ],
  rows: (entries, words) =>
    entries.map(entry =>
      rowOf(entry, [
        words.dateTime(entry.atMs),
        textField(entry.body, 'partition'),
        actionOf(entry, words),
        words.text(`ledger.word.way.${wayOf(entry)}`),
        operatorOf(entry, words),
        checklistOf(entry, words),
        lightOf(entry, words),
        resultOf(entry, words),
      ]),
    ),
  signatures: ['form.signature.made-by', 'form.signature.leader', 'form.signature.rep'],
  retentionDays: 30,
}

function actionOf({ kind, body }: Entry, words: Words): string {
  const armed =
    kind === 'intrusion.changed-elsewhere'
      ? body['state'] === 'armed'
      : /(^|[.-])arm(ed|-refused)$/.test(kind)
  return words.text(armed ? 'ledger.word.armed' : 'ledger.word.disarmed')
}

function wayOf({ kind }: Entry): 'console' | 'keypad' | 'elsewhere' | 'station' {
  if (kind.startsWith('intrusion.keypad-')) return 'keypad'
  if (kind === 'intrusion.changed-elsewhere') return 'elsewhere'
  return kind === 'intrusion.rearm-overdue' ? 'station' : 'console'
}

function operatorOf(entry: Entry, words: Words): string {
  if (wayOf(entry) !== 'keypad') return personOf(entry)
  const number = numberField(entry.body, 'userNumber')
  return number === null
    ? words.text('ledger.word.keypad-user-unknown')
    : words.text('ledger.word.keypad-user', { number })
}

function checklistOf({ body }: Entry, words: Words): string {
  const list = body['checklist']
  if (typeof list !== 'object' || list === null) return ''
  const checked = checklistItems.filter(item => (list as Record<string, unknown>)[item] === true)
  if (checked.length === checklistItems.length) return words.text('ledger.word.checked-all')
  return checked.map(item => words.text(`checklist.${item}`)).join('、')
}

function lightOf({ body }: Entry, words: Words): string {
  const list = body['checklist']
  if (typeof list !== 'object' || list === null || body['partitionKind'] === 'perimeter') return ''
  const blinks = (list as Record<string, unknown>)['panel-light'] === true
  return words.text(blinks ? 'ledger.word.light-blinks' : 'ledger.word.light-dark')
}

function resultOf({ kind, body }: Entry, words: Words): string {
  if (kind === 'intrusion.rearm-overdue') return words.text('ledger.word.overdue')
  if (kind.endsWith('-refused')) {
    const detail = { zones: listField(body, 'zones'), detail: textField(body, 'detail') }
    const reason = words.text(`ledger.word.refused.${textField(body, 'reason')}`, detail)
    return words.text('ledger.word.refused', { reason })
  }
  const reason = textField(body, 'reason')
  const rearmAtMs = numberField(body, 'rearmAtMs')
  return [
    words.text('ledger.word.done'),
    reason === '' ? '' : words.text('ledger.word.reason', { reason }),
    rearmAtMs === null ? '' : words.text('ledger.word.rearm', { time: words.dateTime(rearmAtMs) }),
  ]
    .filter(part => part !== '')
    .join('；')
}
