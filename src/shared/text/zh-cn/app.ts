/** The shell: window, strip, rail, states that every page shares. */
export const app = {
  'app.title': '值守 · 校园安防值班控制台',
  'app.name': '值守',
  'app.loading': '正在读取…',
  'app.empty': '没有内容',
  'app.failed': '读取失败：{reason}',
  'app.forbidden': '没有此项权限',
  'app.retry': '重试',
} as const
