import { noCare } from '../../shared/domain/incident-care.ts'
import { describe, expect, test } from 'vitest'
import { nothingDone, type Incident } from '../../shared/domain/incident.ts'
import { refusalOf, type GrantFacts, type GrantRequest } from './grant-rules.ts'

const hour = 3_600_000
const nowMs = 1_800_000_000_000
const incident: Incident = {
  id: 7,
  kind: 'intrusion',
  priority: 2,
  panelId: 'panel',
  zoneId: 'pir-archive',
  inputId: null,
  cameraIds: ['cam-3', 'cam-4'],
  placeName: '档案室',
  raisedAtMs: nowMs - hour,
  deviceAtMs: null,
  lastSignalAtMs: nowMs - hour + 60_000,
  signalCount: 2,
  signalState: 'active',
  shownAfterMs: null,
  pictures: [],
  drill: null,
  care: noCare,
  progress: nothingDone,
}
const facts: GrantFacts = {
  permissions: ['recordings.daily-check', 'recordings.incident-review'],
  cameras: new Map([
    ['cam-1', { isRecorded: true }],
    ['cam-2', { isRecorded: false }],
    ['cam-3', { isRecorded: true }],
  ]),
  incident,
  nowMs,
}
const daily: GrantRequest = {
  purpose: { kind: 'daily-check' },
  note: '',
  cameraIds: ['cam-1', 'cam-3'],
  span: { fromMs: nowMs - 20 * hour, toMs: nowMs },
}
const review: GrantRequest = {
  purpose: { kind: 'incident-review', incidentId: 7 },
  note: '',
  cameraIds: ['cam-3'],
  span: { fromMs: incident.raisedAtMs - 600_000, toMs: incident.lastSignalAtMs + 600_000 },
}
const code = (request: GrantRequest, more: Partial<GrantFacts> = {}) =>
  refusalOf(request, { ...facts, ...more })?.code ?? 'granted'

describe('daily check (A-15.1.3)', () => {
  test.each([
    ['a day of recorded cameras', daily, {}, 'granted'],
    ['without the right', daily, { permissions: ['recordings.incident-review'] }, 'duty.forbidden'],
    ['a camera that is not recorded', { ...daily, cameraIds: ['cam-2'] }, {}, 'recordings.not-recorded'],
    ['a camera nobody knows', { ...daily, cameraIds: ['cam-9'] }, {}, 'cameras.unknown'],
    [
      'more than a day',
      { ...daily, span: { fromMs: nowMs - 25 * hour, toMs: nowMs } },
      {},
      'recordings.span-invalid',
    ],
    [
      'an empty span',
      { ...daily, span: { fromMs: nowMs - 5, toMs: nowMs - 5 } },
      {},
      'recordings.span-invalid',
    ],
    ['the future', { ...daily, span: { fromMs: nowMs + 1, toMs: nowMs + 2 } }, {}, 'recordings.span-invalid'],
    ['no number at all', { ...daily, span: { fromMs: NaN, toMs: NaN } }, {}, 'recordings.span-invalid'],
  ] as [string, GrantRequest, Partial<GrantFacts>, string][])('%s', (_, request, more, expected) => {
    expect(code(request, more)).toBe(expected)
  })
})

describe('incident review', () => {
  const closed = { by: { id: 'a', name: 'A' }, atMs: nowMs }
  test.each([
    ['ten minutes around an open incident', review, {}, 'granted'],
    ['without the right', review, { permissions: ['recordings.daily-check'] }, 'duty.forbidden'],
    ['a camera that does not look there', { ...review, cameraIds: ['cam-1'] }, {}, 'recordings.no-grant'],
    ['an incident nobody knows', review, { incident: null }, 'incidents.unknown'],
    [
      'a closed incident',
      review,
      { incident: { ...incident, progress: { ...nothingDone, closed } } },
      'incidents.closed',
    ],
    [
      'a minute too early',
      { ...review, span: { ...review.span, fromMs: review.span.fromMs - 60_000 } },
      {},
      'recordings.span-invalid',
    ],
    [
      'a minute too long',
      { ...review, span: { ...review.span, toMs: review.span.toMs + 60_000 } },
      {},
      'recordings.span-invalid',
    ],
  ] as [string, GrantRequest, Partial<GrantFacts>, string][])('%s', (_, request, more, expected) => {
    expect(code(request, more)).toBe(expected)
  })
})
