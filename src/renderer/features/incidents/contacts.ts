import type { ReportTarget } from '../../../shared/domain/incident.ts'
import type { Contact } from '../../../shared/site.ts'

/** Whom a report may go to, in the order of the rule: 学校领导 first (A-N3.7). */
export const reportTargets: readonly ReportTarget[] = [
  'school-leader',
  'guard-leader',
  'police-110',
  'fire-119',
  'maintainer',
  'none-needed',
]

/** The site file names a contact's role in the school's own words; these words say which target it is. */
const roleWords: Readonly<Record<Exclude<ReportTarget, 'none-needed'>, RegExp>> = {
  'school-leader': /校长|园长|领导|principal|school leader/i,
  'guard-leader': /班长|队长|guard leader/i,
  'police-110': /110|派出所|公安|police/i,
  'fire-119': /119|消防|fire/i,
  maintainer: /维保|维修|报修|maint/i,
}

/** The contacts behind a target, for their phones. */
export function contactsOf(target: ReportTarget, contacts: readonly Contact[]): Contact[] {
  if (target === 'none-needed') return []
  return contacts.filter(contact => targetOf(contact) === target)
}

/** Contacts that are none of the targets, e.g. 安全防范管理代表. */
export function otherContacts(contacts: readonly Contact[]): Contact[] {
  return contacts.filter(contact => targetOf(contact) === null)
}

function targetOf(contact: Contact): ReportTarget | null {
  const words = Object.entries(roleWords) as [Exclude<ReportTarget, 'none-needed'>, RegExp][]
  return words.find(([, pattern]) => pattern.test(contact.role))?.[0] ?? null
}
