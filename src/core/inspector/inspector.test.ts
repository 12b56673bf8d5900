import { expect, test } from 'vitest'
import type { OpenMatters } from '../../shared/contract/inspector.ts'
import type { CameraKeeping } from '../../shared/domain/storage.ts'
import { inspectionSheet, type InspectionFacts } from './sheet.ts'

const atMs = Date.parse('2026-11-18T10:00:00+08:00')
const camera = (name: string, part: Partial<CameraKeeping>): CameraKeeping => ({
  cameraId: name,
  name,
  placeName: '',
  isKeyArea: false,
  state: 'kept',
  promisedDays: 30,
  keptDays: 41,
  firstFrameMs: atMs - 41 * 86_400_000,
  lastFrameMs: atMs,
  coveredShare: 0.99999,
  missingMs: 1,
  gapCount: 1,
  longestGap: null,
  bytes: 1,
  bytesPerDay: 1,
  silentSinceMs: null,
  ...part,
})
const nothingOpen: OpenMatters = { items: [], openRequests: 0, openDays: [], isWeekInspected: true }
const facts: InspectionFacts = {
  school: '启明<小学>',
  printedBy: '沈毅',
  printedAtMs: atMs,
  matters: nothingOpen,
  keeping: [camera('正门全景', {}), camera('食堂操作间', { state: 'short', keptDays: 12 })],
  chain: {
    state: 'whole',
    entries: 812,
    firstBadSeq: null,
    headHash: 'f'.repeat(64),
    checkedAtMs: atMs - 60_000,
  },
  head: { seq: 812, hash: 'f'.repeat(64) },
}
const wordsOf = (part: Partial<InspectionFacts>): string =>
  inspectionSheet({ ...facts, ...part }, 'zh-CN').html.replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, ' ')

test('the sheet says whose it is, who took it and when, and carries the whole head of the chain', () => {
  const said = wordsOf({})
  for (const part of ['启明&lt;小学&gt;', '沈毅', '2026-11-18 10:00:00', 'f'.repeat(64)])
    expect(said).toContain(part)
  expect(said).toContain('应录像 2 路：达到规定天数 1 路，未满期 0 路，不足 1 路')
  // What is not whole is never printed as 100 %.
  expect(said).toContain('99.9%')
  expect(said).not.toContain('100.0%')
  expect(said).toContain('没有未结事项')
})

test('a broken record and what is open are said, not smoothed over', () => {
  const said = wordsOf({
    chain: { ...facts.chain, state: 'broken', firstBadSeq: 77 },
    matters: {
      items: [{ id: 'incident:3', kind: 'incident', name: '#3 东围墙', sinceMs: atMs - 3_600_000 }],
      openRequests: 2,
      openDays: ['2026-11-16', '2026-11-17'],
      isWeekInspected: false,
    },
  })
  expect(said).toContain('第 77 条起对不上')
  expect(said).not.toContain('没有被改动')
  expect(said).toContain('#3 东围墙')
  expect(said).toContain('2026-11-18 09:00:00 起')
  expect(said).toContain('未办结的申请：2 份')
  expect(said).toContain('2026-11-16、2026-11-17')
  expect(said).toContain('还没有签名的记录')
})
