/** Setting alarm panels up, learning their zones, walk tests. */
export const panels = {
  'ledger.walk-tests.title': '报警防区步测记录',
  'ledger.walk-tests.column.time': '开始时间',
  'ledger.walk-tests.column.end': '结束时间',
  'ledger.walk-tests.column.panel': '主机、分区',
  'ledger.walk-tests.column.reason': '测试原因',
  'ledger.walk-tests.column.person': '测试人',
  'ledger.walk-tests.column.result': '结论',
  'ledger.walk-tests.column.passed': '已触发的防区',
  'ledger.walk-tests.column.silent': '未触发的防区',
  'ledger.word.walk-test.passed': '合格',
  'ledger.word.walk-test.failed': '不合格，{count} 个防区未触发',
  'ledger.word.walk-test.end.by-hand': '人工结束',
  'ledger.word.walk-test.end.time': '到时自动结束',
  'ledger.word.walk-test.end.retired': '设备停用，测试结束',
} as const
