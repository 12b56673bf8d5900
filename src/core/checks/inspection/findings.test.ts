import { expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { Attachments } from '../../attachments/store.ts'
import { Journal } from '../../journal/journal.ts'
import { Books } from '../../ledgers/books/service.ts'
import { LedgerService } from '../../ledgers/service.ts'
import { wordsIn } from '../../ledgers/words.ts'
import { openDatabase } from '../../platform/database.ts'
import { findingsOf, type StationFacts } from './findings.ts'
import { Inspection } from './service.ts'

const fine: StationFacts = {
  clockDeviationMs: -1_240,
  cameras: [
    { name: '大门', isLive: true, losses: 0 },
    { name: '操场', isLive: true, losses: 0 },
  ],
  keeping: [
    {
      name: '大门',
      state: 'kept',
      promisedDays: 30,
      keptDays: 31,
      coveredShare: 0.99996,
      gapCount: 0,
      silentSinceMs: null,
    },
  ],
  panels: [{ name: '主机', line: 'online', power: 'ok', battery: 'ok', tamper: 'ok', clock: 'ok' }],
  zones: [
    { name: '门卫室按钮', kind: 'panic', isFaulty: false, wasHeard: true },
    { name: '东墙二段', kind: 'perimeter', isFaulty: false, wasHeard: true },
  ],
  walkTests: { count: 1, silent: [] },
}

const findings = (facts: StationFacts) => findingsOf(facts, wordsIn('zh-CN'))
const of = (facts: StationFacts, item: string) => findings(facts).find(found => found.item === item)

test('a station where all is well proposes five lines of 附表1, each fine, and says who must look at the centre', () => {
  expect(findings(fine).map(({ item, isFine }) => [item, isFine])).toEqual([
    ['intrusion', true],
    ['panic', true],
    ['video', true],
    ['recorder', true],
    ['perimeter', true],
  ])
  expect(of(fine, 'video')?.text).toBe('时间误差 1.2 秒（不超过 20 秒）；摄像机 2 路图像正常；近 7 天无掉线')
  // Not rounded up to what is whole.
  expect(of(fine, 'recorder')?.text).toBe('录像 1 路，最短已保存 31 天，完整率最低 99.9%，断档 0 处')
  expect(of(fine, 'intrusion')?.text).toContain('须人工核对')
})

test('whatever is not as it should be is named, and the line wants attention', () => {
  const [camera, ...cameras] = fine.cameras
  const [kept] = fine.keeping
  const [panel] = fine.panels
  if (camera === undefined || kept === undefined || panel === undefined) throw new Error('facts')
  const bad: [StationFacts, string, string][] = [
    [{ ...fine, clockDeviationMs: 21_000 }, 'video', '21.0 秒'],
    [{ ...fine, clockDeviationMs: null }, 'video', '未能核对'],
    [{ ...fine, cameras: [{ ...camera, isLive: false }, ...cameras] }, 'video', '无图像：大门'],
    [{ ...fine, cameras: [{ ...camera, losses: 3 }] }, 'video', '掉线 3 次：大门'],
    [{ ...fine, keeping: [{ ...kept, state: 'short', keptDays: 12 }] }, 'recorder', '大门 12/30'],
    [{ ...fine, keeping: [{ ...kept, gapCount: 2 }] }, 'recorder', '断档 2 处'],
    [{ ...fine, keeping: [{ ...kept, silentSinceMs: 1 }] }, 'recorder', '现在没有录像：大门'],
    [{ ...fine, panels: [{ ...panel, line: 'lost' }] }, 'intrusion', '不在线：主机'],
    [{ ...fine, panels: [{ ...panel, battery: 'fault' }] }, 'intrusion', '电池故障：主机'],
    [{ ...fine, walkTests: { count: 2, silent: ['走廊'] } }, 'intrusion', '未响应防区：走廊'],
    [
      { ...fine, zones: [{ name: '西墙', kind: 'perimeter', isFaulty: true, wasHeard: true }] },
      'perimeter',
      '西墙',
    ],
    [
      { ...fine, zones: [{ name: '按钮', kind: 'panic', isFaulty: false, wasHeard: false }] },
      'panic',
      '未测试：按钮',
    ],
  ]
  for (const [facts, item, words] of bad) {
    expect(of(facts, item)?.text).toContain(words)
    expect(of(facts, item)?.isFine, words).toBe(false)
  }
})

test('what the school does not have is left out, and many names are counted', () => {
  const none: StationFacts = {
    clockDeviationMs: null,
    cameras: [],
    keeping: [],
    panels: [],
    zones: [],
    walkTests: { count: 0, silent: [] },
  }
  expect(findings(none)).toEqual([])
  const cameras = Array.from({ length: 90 }, (_, index) => ({
    name: `很长的摄像机名称第 ${index} 路`,
    isLive: false,
    losses: 0,
  }))
  const text = of({ ...fine, cameras }, 'video')?.text ?? ''
  expect(text).toContain('90 处')
  expect(text.length).toBeLessThan(500)
})

const officer: UserActor = { kind: 'user', id: 'officer', name: '吴静', shiftId: null }

test("a proposal that is confirmed is marked; one that was changed leaves the person's words and the station's apart", () => {
  using folder = dataFolder()
  using stack = new DisposableStack()
  const db = stack.adopt(openDatabase(folder.path), opened => void opened.close())
  const clock = new FakeClock(Date.parse('2026-11-18T02:00:00Z'))
  const journal = new Journal(db, clock)
  const attachments = new Attachments({ dataDir: folder.path, db, journal, clock })
  const prove = () => Promise.reject(new Refusal('duty.wrong-pin', { left: 1 }))
  const books = new Books({ db, journal, clock, attachments, prove, mayRead: () => true })
  const inspection = new Inspection({ journal, clock, books, facts: () => fine })
  const ledgers = new LedgerService({ journal, clock, school: '静安实验小学', dataDir: folder.path })
  const proposed = inspection.propose('zh-CN')
  const take = (item: string, finding?: string) => {
    const proposal = proposed.find(candidate => candidate.item === item)
    if (proposal === undefined) throw new Error(`nothing about ${item}`)
    const values = { time: String(clock.now()), item, finding: finding ?? proposal.finding }
    return inspection.enter({ proposal: proposal.id, values, attachments: [] }, officer)
  }
  take('video')
  take('perimeter', '东墙二段钢丝松弛，已报修')
  const rows = ledgers.rowsOf('inspection', 0, 9e12)
  expect(rows.map(({ cells, remarks }) => [cells[2], remarks])).toEqual([
    [proposed.find(({ item }) => item === 'video')?.finding, ['自动检查（2026-11-18 10:00），检查人已确认']],
    [
      '东墙二段钢丝松弛，已报修',
      ['自动检查（2026-11-18 10:00）：1 个防区状态正常；近 7 天均有步测或报警记录（检查情况由检查人改写）'],
    ],
  ])
  const gone = { proposal: 'x', values: {}, attachments: [] }
  expect(() => inspection.enter(gone, officer)).toThrow('inspection.too-old')
})
