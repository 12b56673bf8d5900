import type { PersonDraft } from '../../shared/domain/people.ts'
import type { SiteUser } from '../../shared/site.ts'

/** One difference of a person, for the record. */
export interface PersonChange {
  readonly field: keyof PersonDraft
  readonly before: unknown
  readonly after: unknown
}

const fields = ['name', 'roles', 'phone', 'certificate', 'training', 'assignments'] as const

/** What the site file says of a person, as it is entered. */
export function draftOf(user: SiteUser): PersonDraft {
  return {
    name: user.name,
    roles: user.roles,
    phone: user.phone ?? '',
    certificate: user.certificate ?? null,
    training: user.training ?? [],
    assignments: user.assignments ?? [],
  }
}

/** What is different, field by field. Phone numbers stay out of the record that many may read. */
export function personChanges(before: PersonDraft | null, after: PersonDraft): PersonChange[] {
  return fields
    .map(field => ({ field, before: before?.[field] ?? null, after: after[field] }))
    .filter(change => canonical(change.before) !== canonical(change.after) && !isEmptyField(change))
    .map(change => (change.field === 'phone' ? { ...change, before: null, after: null } : change))
}

/** The part of the site file that a draft fills; what is empty is left out. */
export function siteWordsOf(draft: PersonDraft) {
  return {
    name: draft.name,
    roles: draft.roles,
    ...(draft.certificate !== null && { certificate: draft.certificate }),
    ...(draft.phone !== '' && { phone: draft.phone }),
    ...(draft.training.length > 0 && { training: draft.training }),
    ...(draft.assignments.length > 0 && { assignments: draft.assignments }),
  }
}

// The order of roles says nothing.
const canonical = (value: unknown): string => JSON.stringify(isWords(value) ? value.toSorted() : value)

const isWords = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')

function isEmptyField({ before, after }: PersonChange): boolean {
  const isEmpty = (value: unknown): boolean =>
    value === null || value === '' || (Array.isArray(value) && value.length === 0)
  return isEmpty(before) && isEmpty(after)
}
