import type { app as zh } from '../zh-cn/app.ts'

export const app: Record<keyof typeof zh, string> = {
  'app.title': 'Zhishou · school security duty console',
  'app.name': 'Zhishou',
  'app.loading': 'Reading…',
  'app.empty': 'Nothing here',
  'app.failed': 'Could not be read: {reason}',
  'app.forbidden': 'You do not have this right',
  'app.retry': 'Try again',
}
