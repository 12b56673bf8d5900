/** Texts of the tension of fences. */
export const tension = {
  'tension.title': '围栏张力',
  'tension.segment': '防区段',
  'tension.newtons': '{newtons} 牛',
  'tension.none-now': '无读数',
  'tension.none': '这段时间没有可画的读数（每分钟一个点）',
  'tension.span': '时间范围',
  'tension.span.1': '1 小时',
  'tension.span.24': '24 小时',
  'tension.span.720': '30 天',
  'tension.chart': '张力曲线：线为平均值，色带为最低到最高',
  'tension.alarm': '{time} 报警，前后张力',
  'tension.around': '报警前后 30 秒的张力',
} as const
