import type { PersonDraft, PersonRecord } from '../../../shared/domain/people.ts'
import type { AppointedDuty } from '../../../shared/site/people.ts'

export interface TrainingWords {
  readonly what: string
  readonly on: string
  /** Empty: it does not end. */
  readonly validTo: string
}

export interface AssignmentWords {
  readonly duty: AppointedDuty
  readonly from: string
  /** Empty: it goes on. */
  readonly until: string
  readonly document: string
}

/** A person as it is being typed: nothing is absent, and nothing needs to be right yet. */
export interface PersonWords extends Pick<PersonDraft, 'name' | 'roles' | 'phone'> {
  readonly certificate: { readonly number: string; readonly validTo: string }
  readonly training: readonly TrainingWords[]
  readonly assignments: readonly AssignmentWords[]
}

export function wordsOf(person: PersonRecord | null): PersonWords {
  return {
    name: person?.name ?? '',
    roles: person?.roles ?? [],
    phone: person?.phone ?? '',
    certificate: person?.certificate ?? { number: '', validTo: '' },
    training: (person?.training ?? []).map(row => ({ ...row, validTo: row.validTo ?? '' })),
    assignments: (person?.assignments ?? []).map(row => ({ ...row, until: row.until ?? '' })),
  }
}

const isDay = (day: string): boolean => /^\d{4}-\d\d-\d\d$/.test(day)

/** Whether core would take it, as far as the form can see. */
export function isComplete({ name, roles, certificate, training, assignments }: PersonWords): boolean {
  const hasPaper = certificate.number.trim() !== ''
  return (
    name.trim() !== '' &&
    roles.length > 0 &&
    (hasPaper ? isDay(certificate.validTo) : certificate.validTo === '') &&
    training.every(row => row.what.trim() !== '' && isDay(row.on)) &&
    assignments.every(row => row.document.trim() !== '' && isDay(row.from))
  )
}
