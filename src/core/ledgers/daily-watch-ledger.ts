import type { LedgerRow } from '../../shared/domain/ledger.ts'
import type { Entry } from '../journal/journal.ts'
import { bySubject, type LedgerDefinition } from './definition.ts'
import { nameField, numberField, personOf, textField, type Words } from './words.ts'

/** 技防设施监看及巡查台账: one row a day for the look at all cameras (A-15.1.3, A-N3.7.a); a missing one too. */
export const dailyWatchLedger: LedgerDefinition = {
  id: 'daily-watch',
  columns: [
    { id: 'day', width: 10 },
    { id: 'shift', width: 7 },
    { id: 'person', width: 11 },
    { id: 'cameras', width: 26 },
    { id: 'findings', width: 22 },
    { id: 'handling', width: 14 },
    { id: 'reported', width: 10 },
  ],
  kinds: [
    'daily-check.started',
    'daily-check.resumed',
    'daily-check.looked',
    'daily-check.finished',
    'daily-check.missed',
  ],
  opensRow: 'daily-check.started',
  rows: (entries, words) => bySubject(entries).flatMap(group => rowOfDay(group, words)),
  signatures: ['form.signature.made-by', 'form.signature.leader', 'form.signature.rep'],
  retentionDays: 30,
}

function rowOfDay(group: readonly Entry[], words: Words): LedgerRow[] {
  const opening = group.find(({ kind }) => kind === 'daily-check.started')
  const missed = group.find(({ kind }) => kind === 'daily-check.missed')
  const first = opening ?? missed
  if (first === undefined) return []
  const looks = newestLooks(group)
  const findings = looks.filter(({ body }) => textField(body, 'finding') !== '')
  const people = [...new Set(group.map(personOf).filter(Boolean))]
  const shifts = [...new Set(group.map(({ body }) => textField(body, 'shift')).filter(Boolean))]
  return [
    {
      seqs: group.map(({ seq }) => seq),
      atMs: first.atMs,
      cells: [
        textField(first.body, 'day'),
        shifts.map(shift => words.text(`shift.${shift}`)).join('、'),
        people.join('、'),
        looks.map(({ body }) => nameField(body, 'camera')).join('、'),
        missed === undefined ? findingWords(findings, looks, words) : missedWords(missed, findings, words),
        findings
          .map(({ body }) =>
            words.text('ledger.word.incident', { id: numberField(body, 'incidentId') ?? '' }),
          )
          .join('、'),
        reportedWords(group, words),
      ],
      cameraIds: looks.map(({ body }) => cameraId(body)),
    },
  ]
}

/** The last word on every camera, in the order in which they were first looked at. */
function newestLooks(group: readonly Entry[]): Entry[] {
  const looks = group.filter(({ kind }) => kind === 'daily-check.looked')
  return [...new Map(looks.map(entry => [cameraId(entry.body), entry])).values()]
}

function cameraId(body: Entry['body']): string {
  const camera = body['camera']
  return typeof camera === 'object' && camera !== null && 'id' in camera ? String(camera.id) : ''
}

function findingWords(findings: readonly Entry[], looks: readonly Entry[], words: Words): string {
  const normal = looks.length - findings.length
  return [
    ...findings.map(entry => findingOf(entry, words)),
    words.text('ledger.word.normal', { count: normal }),
  ].join('\n')
}

const findingOf = ({ body }: Entry, words: Words): string =>
  [
    `${nameField(body, 'camera')}：${words.text(`daily.finding.${textField(body, 'finding')}`)}`,
    textField(body, 'note'),
  ]
    .filter(Boolean)
    .join('，')

function missedWords({ body }: Entry, findings: readonly Entry[], words: Words): string {
  const count = { done: numberField(body, 'done') ?? 0, of: numberField(body, 'of') ?? 0 }
  return [words.text('ledger.word.missed', count), ...findings.map(entry => findingOf(entry, words))].join(
    '\n',
  )
}

function reportedWords(group: readonly Entry[], words: Words): string {
  const finished = group.find(({ kind }) => kind === 'daily-check.finished')
  if (finished !== undefined)
    return `${words.text(`daily.report.${textField(finished.body, 'reportedTo')}`)}\n${words.time(finished.atMs)}`
  return group.some(({ kind }) => kind === 'daily-check.missed') ? '' : words.text('ledger.word.in-progress')
}
