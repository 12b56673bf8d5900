import type { panels as zhPanels } from '../zh-cn/panels.ts'

/** Setting alarm panels up, learning their zones, walk tests. */
export const panels: Record<keyof typeof zhPanels, string> = {
  'ledger.walk-tests.title': 'Walk tests of alarm zones',
  'ledger.walk-tests.column.time': 'Began',
  'ledger.walk-tests.column.end': 'Ended',
  'ledger.walk-tests.column.panel': 'Panel, partition',
  'ledger.walk-tests.column.reason': 'Reason',
  'ledger.walk-tests.column.person': 'Tested by',
  'ledger.walk-tests.column.result': 'Result',
  'ledger.walk-tests.column.passed': 'Zones heard',
  'ledger.walk-tests.column.silent': 'Zones not heard',
  'ledger.word.walk-test.passed': 'passed',
  'ledger.word.walk-test.failed': 'failed, {count} zones not heard',
  'ledger.word.walk-test.end.by-hand': 'ended by hand',
  'ledger.word.walk-test.end.time': 'ended at its time',
  'ledger.word.walk-test.end.retired': 'panel out of service, test ended',
}
