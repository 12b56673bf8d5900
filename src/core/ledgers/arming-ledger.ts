import { checklistItems } from '../../shared/domain/checklist.ts'
import type { Entry } from '../journal/journal.ts'
import { rowOf, type LedgerDefinition } from './definition.ts'
import { listField, numberField, personOf, textField, type Words } from './words.ts'

/** Refused calls (missing right, nobody signed on) that belong here. */
const refusedCalls: ReadonlySet<string> = new Set([
  'intrusion.arm',
  'intrusion.disarm',
  'intrusion.disarm-perimeter',
  'arming.force',
  'intrusion.clear',
  'arming.bypass',
  'arming.end-bypass',
  'arming.hold',
  'arming.extend-disarm',
])

/** How long after a reading the panel's own report of the same change may come, ms. */
const reportLateMs = 60_000

/**
 * 布防撤防台账: every change of an armed state, by whom and how, and the check before it (A-10.c, A-15.2.1); what was
 * tried and refused, what was missed, and which zones were out of service.
 */
export const armingLedger: LedgerDefinition = {
  id: 'arming',
  columns: [
    { id: 'time', width: 14, type: 'time' },
    { id: 'partition', width: 13 },
    { id: 'action', width: 9 },
    { id: 'way', width: 11 },
    { id: 'person', width: 11 },
    { id: 'checklist', width: 13 },
    { id: 'light', width: 7 },
    { id: 'result', width: 22 },
  ],
  kinds: [
    'intrusion.armed',
    'intrusion.disarmed',
    'intrusion.disarm-extended',
    'intrusion.arm-refused',
    'intrusion.disarm-refused',
    'intrusion.keypad-armed',
    'intrusion.keypad-disarmed',
    'intrusion.changed-elsewhere',
    'intrusion.rearm-overdue',
    'intrusion.arming-missed',
    'intrusion.arming-escalated',
    'intrusion.arming-met',
    'intrusion.arming-held',
    'intrusion.panel-arming-failed',
    'intrusion.panel-light-dark',
    'intrusion.bypassed',
    'intrusion.bypass-refused',
    'intrusion.bypass-ended',
    'intrusion.bypass-overdue',
    'intrusion.cleared',
    'intrusion.clear-refused',
    'duty.refused',
  ],
  looksAheadMs: reportLateMs,
  rows: (entries, words) =>
    withoutExplained(entries)
      .filter(({ kind, subject }) => kind !== 'duty.refused' || refusedCalls.has(subject))
      .map(entry =>
        rowOf(entry, [
          words.dateTime(entry.atMs),
          [textField(entry.body, 'partition'), textField(entry.body, 'zone')]
            .filter(part => part !== '')
            .join('／'),
          words.text(`ledger.word.${actionOf(entry)}`),
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

/** Without changes that were read from the panel and then reported by it, with who did it: they are one. */
function withoutExplained(entries: readonly Entry[]): Entry[] {
  const reportedMs = new Map<string, number>()
  return entries
    .toReversed()
    .filter(({ kind, subject, body, atMs }) => {
      if (kind.startsWith('intrusion.keypad-')) reportedMs.set(`${subject} ${kind.slice(17)}`, atMs)
      if (kind !== 'intrusion.changed-elsewhere') return true
      const reported = reportedMs.get(`${subject} ${textField(body, 'state')}`)
      return reported === undefined || reported - atMs > reportLateMs
    })
    .toReversed()
}

type Action = 'armed' | 'disarmed' | 'bypass' | 'unbypass' | 'clear' | 'light'

function actionOf({ kind, subject, body }: Entry): Action {
  switch (kind) {
    case 'intrusion.changed-elsewhere':
      return body['state'] === 'armed' ? 'armed' : 'disarmed'
    case 'intrusion.arming-missed':
    case 'intrusion.arming-escalated':
    case 'intrusion.arming-met':
      return body['to'] === 'disarmed' ? 'disarmed' : 'armed'
    case 'intrusion.rearm-overdue':
    case 'intrusion.arming-held':
      return 'armed'
    case 'intrusion.panel-arming-failed':
      return body['failure'] === 'disarm-failed' ? 'disarmed' : 'armed'
    case 'intrusion.panel-light-dark':
      return 'light'
    case 'intrusion.bypassed':
    case 'intrusion.bypass-refused':
      return 'bypass'
    case 'intrusion.bypass-ended':
    case 'intrusion.bypass-overdue':
      return 'unbypass'
    case 'intrusion.cleared':
    case 'intrusion.clear-refused':
      return 'clear'
    case 'duty.refused':
      return actionOfCall(subject)
    default:
      return /(^|[.-])arm(ed|-refused)$/.test(kind) ? 'armed' : 'disarmed'
  }
}

function actionOfCall(call: string): Action {
  if (call === 'intrusion.clear') return 'clear'
  if (call === 'arming.bypass') return 'bypass'
  if (call === 'arming.end-bypass') return 'unbypass'
  return call.startsWith('intrusion.disarm') || call === 'arming.extend-disarm' ? 'disarmed' : 'armed'
}

function wayOf({ kind, actor, body }: Entry): string {
  if (kind.startsWith('intrusion.keypad-')) return textField(body, 'way') || 'keypad'
  if (kind === 'intrusion.panel-arming-failed')
    return body['failure'] === 'auto-arm-failed' ? 'panel-schedule' : 'keypad'
  const isElsewhere = kind === 'intrusion.bypass-ended' && body['why'] === 'device'
  if (isElsewhere || kind === 'intrusion.changed-elsewhere') return 'elsewhere'
  if (actor.kind !== 'user') return 'station'
  return body['force'] !== undefined || body['how'] === 'force' ? 'console-force' : 'console'
}

function operatorOf(entry: Entry, words: Words): string {
  const { kind, body } = entry
  if (!kind.startsWith('intrusion.keypad-') && kind !== 'intrusion.panel-arming-failed')
    return personOf(entry)
  if (wayOf(entry) === 'panel-schedule') return words.text('ledger.word.panel-itself')
  const number = numberField(body, 'userNumber')
  const name = textField(body, 'person')
  if (number === null) return name === '' ? words.text('ledger.word.keypad-user-unknown') : name
  return name === ''
    ? words.text('ledger.word.keypad-user', { number })
    : words.text('ledger.word.keypad-person', { number, name })
}

/** The items as they were asked then; a list of a school may be shorter than the full one. */
function checklistOf({ body }: Entry, words: Words): string {
  const list = body['checklist']
  if (typeof list !== 'object' || list === null || body['partitionKind'] === 'perimeter') return ''
  const found = list as Record<string, unknown>
  const asked = checklistItems.filter(item => typeof found[item] === 'boolean')
  const missing = asked.filter(item => found[item] !== true)
  if (asked.length === 0) return ''
  return missing.length === 0
    ? words.text('ledger.word.checked-all')
    : words.text('ledger.word.not-checked', {
        items: missing.map(item => words.text(`checklist.${item}`)),
      })
}

function lightOf({ kind, body }: Entry, words: Words): string {
  if (kind === 'intrusion.panel-light-dark') return words.text('ledger.word.light-dark')
  const list = body['checklist']
  if (typeof list !== 'object' || list === null || body['partitionKind'] === 'perimeter') return ''
  const light = (list as Record<string, unknown>)['panel-light']
  if (light === undefined) return ''
  return words.text(light === true ? 'ledger.word.light-blinks' : 'ledger.word.light-dark')
}

function resultOf(entry: Entry, words: Words): string {
  const { kind, body } = entry
  switch (kind) {
    case 'intrusion.rearm-overdue':
      return words.text('ledger.word.overdue')
    case 'intrusion.arming-missed':
    case 'intrusion.arming-escalated':
    case 'intrusion.arming-met':
      return scheduleResult(entry, words)
    case 'intrusion.arming-held':
      return [
        words.text('ledger.word.held', { time: momentIn(body, 'untilMs', words) }),
        reasonIn(body, words),
      ]
        .filter(part => part !== '')
        .join('；')
    case 'intrusion.disarm-extended':
      return [
        words.text('ledger.word.extended', { before: momentIn(body, 'beforeMs', words) }),
        reasonIn(body, words),
        words.text('ledger.word.rearm', { time: momentIn(body, 'rearmAtMs', words) }),
      ].join('；')
    case 'intrusion.panel-arming-failed':
      return words.text(`ledger.word.failure.${textField(body, 'failure')}`)
    case 'intrusion.panel-light-dark':
      return words.text('ledger.word.light-told')
    case 'intrusion.bypass-ended':
      return words.text(`ledger.word.bypass-ended.${textField(body, 'why')}`)
    case 'intrusion.bypass-overdue':
      return words.text('ledger.word.bypass-overdue')
    case 'duty.refused':
      return words.text('ledger.word.refused', { reason: words.text(`refusal.${textField(body, 'code')}`) })
    default:
      return kind.endsWith('-refused') ? refusedResult(body, words) : doneResult(body, words)
  }
}

function scheduleResult({ kind, body }: Entry, words: Words): string {
  const due = numberField(body, 'dueMs') ?? 0
  const what = words.text(`ledger.word.${kind.slice('intrusion.'.length)}`)
  const when = due === 0 ? '' : words.text('ledger.word.due', { time: words.dateTime(due) })
  return [what, when, reasonIn(body, words)].filter(part => part !== '').join('；')
}

function refusedResult(body: Entry['body'], words: Words): string {
  const code = textField(body, 'reason')
  // Bypasses keep the panel's reason apart from the person's.
  const said = textField(body, 'refusal') || code
  const items = listField(body, 'items').map(item => words.text(`checklist.${item}`))
  const detail = { zones: listField(body, 'zones'), detail: textField(body, 'detail'), items }
  const key = said.includes('.') ? `refusal.${said}` : `ledger.word.refused.${said}`
  return words.text('ledger.word.refused', { reason: words.text(key, detail) })
}

function doneResult(body: Entry['body'], words: Words): string {
  const rearm = numberField(body, 'rearmAtMs')
  const end = numberField(body, 'endsAtMs')
  return [
    words.text('ledger.word.done'),
    forceIn(body, words),
    reasonIn(body, words),
    rearm === null ? '' : words.text('ledger.word.rearm', { time: words.dateTime(rearm) }),
    end === null ? '' : words.text('ledger.word.bypass-until', { time: words.dateTime(end) }),
  ]
    .filter(part => part !== '')
    .join('；')
}

function forceIn(body: Entry['body'], words: Words): string {
  const force = body['force']
  if (typeof force !== 'object' || force === null) return ''
  const note = force as Entry['body']
  const bypassed = listField(note, 'bypassed')
  const parts = [words.text('ledger.word.forced', { reason: textField(note, 'reason') })]
  if (bypassed.length > 0) {
    const time = momentIn(note, 'endsAtMs', words)
    parts.push(words.text('ledger.word.forced-without', { zones: bypassed, time }))
  }
  return parts.join('；')
}

function reasonIn(body: Entry['body'], words: Words): string {
  const reason = textField(body, 'reason')
  return reason === '' ? '' : words.text('ledger.word.reason', { reason })
}

const momentIn = (body: Entry['body'], field: string, words: Words): string =>
  words.dateTime(numberField(body, field) ?? 0)
