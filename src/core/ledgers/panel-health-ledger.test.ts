import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station } from '../../shared/domain/person.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { LedgerService } from './service.ts'

test('the ledger names the panel, how long it was out of reach, and never says ok for what it did not tell', () => {
  using folder = dataFolder()
  const clock = new FakeClock(Date.UTC(2026, 10, 22, 10))
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const ledgers = new LedgerService({ journal, clock, school: '学校', dataDir: folder.path })
  const toMs = clock.now()
  journal.append({
    actor: station,
    kind: 'intrusion.blind',
    subject: 'panel',
    body: { name: '报警主机', fromMs: toMs - 90_000, toMs, cause: 'station-off' },
  })
  journal.append({
    actor: station,
    kind: 'check.panel',
    subject: 'panel',
    body: {
      name: '报警主机',
      line: 'ok',
      power: 'unknown',
      battery: 'ok',
      tamper: 'unknown',
      clock: 'fault',
      clockDeviationMs: -45_000,
    },
  })
  const { rows } = ledgers.page(
    { ledger: 'panel-health', fromMs: 0, toMs: 1e15, locale: 'zh-CN', text: '', cameraId: '' },
    0,
    10,
  )
  // The newest comes first on a page.
  expect(rows.map(({ cells }) => cells).toReversed()).toEqual([
    [
      '2026-11-22 18:00:00',
      '报警主机',
      '失联时段',
      '2026-11-22 17:58:30',
      '2026-11-22 18:00:00',
      '2',
      '值守台停机，期间主机不能上报',
    ],
    [
      '2026-11-22 18:00:00',
      '报警主机',
      '自检',
      '',
      '',
      '',
      '通信正常，交流电状态不明，蓄电池正常，防拆状态不明，时钟故障\n主机时钟偏差 -45 秒',
    ],
  ])
  db.close()
})
