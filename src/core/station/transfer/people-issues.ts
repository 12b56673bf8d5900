import { changesStrong, isStrong } from '../../../shared/domain/people.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import type { Locale } from '../../../shared/text/text.ts'
import type { SiteDraft } from '../site-store.ts'
import type { SiteIssue } from './issues.ts'

type Person = SiteDraft['users'][number]

/**
 * What of people may not be done by a file: it would go past the second person, or past the records that name them. Who
 * may bring in a file is not who administers people.
 */
export function peopleIssues(before: SiteDraft, now: SiteDraft, locale: Locale): SiteIssue[] {
  const after = new Map(now.users.map(person => [person.id, person]))
  const old = new Map(before.users.map(person => [person.id, person]))
  const missing = before.users
    .filter(({ id }) => !after.has(id))
    .map(person => issue('users', words('missing', person, locale)))
  const strong = now.users
    .map((person, index) => ({ person, index, was: old.get(person.id) }))
    .filter(({ person, was }) => isStrongChange(was, person))
    .map(({ person, index }) => issue(`users[${String(index)}].roles`, words('strong', person, locale)))
  const hadEditor = before.users.some(mayEdit)
  const left = hadEditor && !now.users.some(mayEdit) ? [issue('users', lastEditor[locale])] : []
  return [...missing, ...strong, ...left]
}

function isStrongChange(was: Person | undefined, person: Person): boolean {
  if (was === undefined) return isStrong(person.roles)
  if (changesStrong(was.roles, person.roles)) return true
  return isStrong(person.roles) && (was.retired === undefined) !== (person.retired === undefined)
}

const mayEdit = ({ roles, retired }: Person): boolean =>
  retired === undefined && rightsOf(roles).has('people.edit')

const issue = (path: string, message: string): SiteIssue => ({ path, message })

function words(kind: 'missing' | 'strong', { id, name }: Person, locale: Locale): string {
  if (locale === 'en')
    return kind === 'missing'
      ? `"${name}" (${id}) is missing; who left stays, as retired`
      : `"${name}" (${id}): strong roles are given and taken on the page of people, with a second person`
  return kind === 'missing'
    ? `缺少“${name}”（${id}）；离岗的人员应保留在文件里并标为离岗`
    : `“${name}”（${id}）：重要角色只能在“人员”页由第二人确认后增减`
}

const lastEditor: Readonly<Record<Locale, string>> = {
  'zh-CN': '至少要留一位能管理人员的人（学校安全办）',
  en: 'somebody must be left who administers people',
}
