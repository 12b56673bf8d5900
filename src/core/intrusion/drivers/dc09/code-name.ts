import { contactIdCodes } from './contact-id-codes.ts'
import { siaCodes } from './sia-codes.ts'

/** The published name of a signal's code, e.g. of `1130` or `BA`; null when neither table names it. */
export function codeName(code: string): { readonly zh: string; readonly en: string } | null {
  const contactId = /^[136](\d{3})$/.exec(code)?.[1]
  const table: Readonly<Record<string, { readonly zh: string; readonly en: string }>> =
    contactId === undefined ? siaCodes : contactIdCodes
  const key = contactId ?? code
  if (!Object.hasOwn(table, key)) return null
  const { zh, en } = table[key]!
  return { zh, en }
}
