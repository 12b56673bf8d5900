import { expect, test } from 'vitest'
import { dueTerms, gapBefore, stepArchive, usualTerms, type Archive } from './archive.ts'
import { Refusal } from '../refusal.ts'

const maker = { id: 'zhao', name: '赵明' }
const principal = { id: 'chen', name: '陈华' }
const made: Archive = {
  number: 1,
  name: '第一学期',
  from: '2026-09-01',
  through: '2027-01-31',
  packageName: '学期归档_第一学期_第1号',
  by: maker,
  startedAtMs: 1,
  state: { kind: 'made' },
  facts: {
    atMs: 1,
    packageHash: 'ab',
    keyFingerprint: 'cd',
    files: 1,
    bytes: 1,
    entries: 1,
    rows: 1,
    attachments: 0,
    attachmentsMissing: 0,
    hasPdf: true,
  },
  signed: null,
  saved: 0,
  delivery: null,
  receipt: null,
  isKept: true,
}
const delivery = { unit: '区教育局', carrier: '刘芳', medium: 'U 盘' }
const receipt = {
  unit: '区教育局',
  receiver: '钱卫国',
  receivedOn: '2027-02-10',
  documentNumber: '',
  scan: { hash: 'a'.repeat(64), name: '回执.pdf' },
}

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'none'
}

test('an archive goes from made to received in this order only, and is kept until then', () => {
  const signed = stepArchive(made, { type: 'sign', by: principal }, 2)
  const handed = stepArchive(signed, { type: 'hand-over', by: maker, delivery }, 3)
  const received = stepArchive(handed, { type: 'receive', by: principal, receipt }, 4)
  expect([signed, handed, received].map(({ state, isKept }) => [state.kind, isKept])).toEqual([
    ['signed', true],
    ['handed', true],
    ['received', false],
  ])
  for (const [archive, type] of [
    [made, 'hand-over'],
    [made, 'receive'],
    [signed, 'receive'],
    [signed, 'sign'],
    [handed, 'discard'],
    [received, 'save'],
  ] as const)
    expect(
      codeOf(() => stepArchive(archive, { type, by: principal, delivery, receipt, reason: '' }, 5)),
    ).toBe('archives.wrong-state')
})

test('who made it does not sign it', () => {
  expect(codeOf(() => stepArchive(made, { type: 'sign', by: maker }, 2))).toBe('archives.second-person')
})

test('a term is owed from a fortnight after its end until its archive is received', () => {
  const terms = usualTerms('2027-03-01')
  const dueOn = (today: string, archives: readonly Archive[] = []) =>
    dueTerms(terms, archives, { today, firstDay: '2026-10-05', dueDays: 14 }).map(({ name, stage }) => [
      name,
      stage,
    ])
  expect(dueOn('2027-02-14')).toEqual([])
  expect(dueOn('2027-02-15')).toEqual([['2026学年第一学期', 'not-made']])
  expect(dueOn('2027-02-15', [made])).toEqual([['2026学年第一学期', 'not-handed']])
  expect(dueOn('2027-02-15', [{ ...made, state: { kind: 'handed' } }])).toEqual([
    ['2026学年第一学期', 'not-received'],
  ])
  expect(dueOn('2027-02-15', [{ ...made, state: { kind: 'received' } }, made])).toEqual([])
  // It must cover the term, as far as the record goes back.
  const partly = { ...made, state: { kind: 'received' } as const }
  expect(dueOn('2027-02-15', [{ ...partly, through: '2027-01-30' }])).toHaveLength(1)
  expect(dueOn('2027-02-15', [{ ...partly, from: '2026-10-05' }])).toEqual([])
})

test('the usual terms follow each other without a gap', () => {
  const terms = usualTerms('2026-11-22')
  expect(terms.map(({ from, through }) => `${from} ${through}`)).toEqual([
    '2025-09-01 2026-01-31',
    '2026-02-01 2026-08-31',
    '2026-09-01 2027-01-31',
    '2027-02-01 2027-08-31',
  ])
})

test('days that are in no archive are said before the next one is made', () => {
  expect(gapBefore('2027-02-01', [made])).toBeNull()
  expect(gapBefore('2027-02-03', [made])).toEqual({ from: '2027-02-01', through: '2027-02-02' })
  expect(gapBefore('2027-02-03', [])).toBeNull()
})
