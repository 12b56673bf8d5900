import { expect, test } from 'vitest'
import type { UserActor } from '../../shared/domain/person.ts'
import type { Entry } from '../journal/journal.ts'
import { videoAccessLedger } from './video-access-ledger.ts'
import { wordsIn } from './words.ts'

const clerk: UserActor = { kind: 'user', id: 'clerk', name: '周玲', shiftId: null }
const atMs = Date.UTC(2026, 10, 22, 2)
let seq = 0
const entry = (kind: string, subject: string, body: Entry['body'], actor: Entry['actor'] = clerk): Entry => ({
  seq: ++seq,
  atMs: atMs + seq * 1_000,
  actor,
  kind,
  subject,
  body,
})
const rows = (entries: readonly Entry[]) =>
  videoAccessLedger
    .rows(entries, wordsIn('zh-CN'))
    .map(row =>
      Object.fromEntries(videoAccessLedger.columns.map(({ id }, index) => [id, row.cells[index] ?? ''])),
    )

const ordered = {
  requestNumber: 3,
  copyNumber: 2,
  receiver: '静安分局',
  cameras: [{ id: 'cam-4', name: '操场' }],
  span: { fromMs: atMs - 3_600_000, toMs: atMs },
  request: {
    number: 3,
    kind: 'video-release',
    applicant: '张敏',
    purpose: '协查',
    receiver: '静安分局',
    consents: [
      { stepId: 'school-leader', name: '陈华', atMs, note: '', document: null },
      {
        stepId: 'police',
        name: '陆某',
        atMs,
        note: '',
        document: {
          number: '公 7',
          signedOn: '2026-11-20',
          scan: 'ab',
          enteredBy: '周玲',
          confirmedBy: '孙伟',
        },
      },
    ],
  },
}

test('a copy is one row from its order to its hand-over, with the opinions, its hash and who got it', () => {
  const [row, ...others] = rows([
    entry('video.export-ordered', 'export/1', ordered),
    entry('video.exported', 'export/1', { ...ordered, request: undefined, packageHash: 'f00d' }),
    entry('video.copy-handed-over', 'export/1', { requestNumber: 3, copyNumber: 2, receiverName: '陆警官' }),
  ])
  expect(others).toEqual([])
  expect(row).toMatchObject({
    number: '3-2',
    applicant: '张敏',
    copier: '周玲',
    cameras: '操场',
    watched: '已复制',
  })
  expect(row?.['copies']).toBe('第 2 份\nf00d')
  expect(row?.['receiver']).toMatch(/^静安分局\n陆警官\n2026-11-22/)
  expect(row?.['school-leader']).toContain('陈华')
  expect(row?.['police']).toContain('公 7')
})

test('a copy that failed or was cancelled says so', () => {
  const of = (kind: string) =>
    rows([
      entry('video.export-ordered', `export/${kind}`, ordered),
      entry(kind, `export/${kind}`, ordered),
    ])[0]
  expect(of('video.export-failed')?.['watched']).toBe('复制失败')
  expect(of('video.export-cancelled')?.['watched']).toBe('已取消复制')
})

test('attempts without a grant, to copy and to approve each have a row of their own', () => {
  const refused = rows([
    entry(
      'video.stream-refused',
      'cam-4',
      { cameras: [{ id: 'cam-4', name: '操场' }], number: null },
      { kind: 'station' },
    ),
    entry('video.export-refused', 'approval/3', { cameraIds: ['cam-4'], code: 'approvals.not-authorised' }),
    entry('approval.refused', 'approval/3', { act: 'approve', code: 'approvals.own-request' }),
  ])
  expect(refused.map(row => row['viewer'])).toEqual(['无人签到', '周玲', '周玲'])
  expect(refused[0]?.['purpose']).toBe('未登记用途')
  expect(refused[1]?.['purpose']).toBe('申请第 3 号；试图复制')
  expect(refused[2]?.['watched']).toContain('不能审批或经办自己提出的申请')
})
