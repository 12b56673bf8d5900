import { Permission } from './rights.ts'

/** What a right belongs to, by the first word of its name. */
export type RightGroup = (typeof order)[number]

const order = ['duty', 'alarms', 'intrusion', 'video', 'paper', 'people', 'setup'] as const

const groupOfWord: Readonly<Record<string, RightGroup>> = {
  duty: 'duty',
  incidents: 'alarms',
  procedures: 'alarms',
  linkage: 'alarms',
  drill: 'alarms',
  intrusion: 'intrusion',
  cameras: 'video',
  recordings: 'video',
  views: 'video',
  ledgers: 'paper',
  books: 'paper',
  journal: 'paper',
  records: 'paper',
  archives: 'paper',
  approvals: 'paper',
  people: 'people',
}

/** All rights in the groups that the table of rights has; one of an unknown word stands with the setting-up. */
export function rightGroups(): { readonly group: RightGroup; readonly permissions: readonly Permission[] }[] {
  const groupOf = (permission: Permission): RightGroup =>
    groupOfWord[permission.split('.')[0] ?? ''] ?? 'setup'
  return order
    .map(group => ({
      group,
      permissions: Permission.options.filter(permission => groupOf(permission) === group),
    }))
    .filter(({ permissions }) => permissions.length > 0)
}
