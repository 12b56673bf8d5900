import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import { textOfDynamicKey, type Locale } from '../../shared/text/text.ts'
import type { Entry } from '../journal/journal.ts'

/** Texts and times in one language, as the forms write them. */
export interface Words {
  readonly locale: Locale
  /** A text by a key that may be put together at run time. */
  readonly text: (
    key: string,
    params?: Readonly<Record<string, string | number | readonly string[]>>,
  ) => string
  /** `2026-11-22 02:41:07`, Beijing time. */
  readonly dateTime: (atMs: number) => string
  /** `02:41:07`, Beijing time. */
  readonly time: (atMs: number) => string
}

export function wordsIn(locale: Locale): Words {
  // By hand: a page of a ledger is mostly times, and Intl takes ten times as long.
  const dateTime = (atMs: number): string =>
    new Date(atMs + beijingOffsetMs).toISOString().replace('T', ' ').slice(0, -5)
  return {
    locale,
    text: (key, params) => textOfDynamicKey(locale, key, params),
    dateTime,
    time: atMs => dateTime(atMs).slice(11),
  }
}

/** Who an entry is by, in the words of a form; empty for devices and the station. */
export const personOf = (entry: Entry): string => (entry.actor.kind === 'user' ? entry.actor.name : '')

/** A field of a body as text; empty when it is absent or no text. */
export function textField(body: Entry['body'], field: string): string {
  const value = body[field]
  return typeof value === 'string' ? value : ''
}

/** A field of a body as a number; null when it is absent or none. */
export function numberField(body: Entry['body'], field: string): number | null {
  const value = body[field]
  return typeof value === 'number' ? value : null
}

/** The `name` inside a field that holds a person; empty when there is none. */
export function nameField(body: Entry['body'], field: string): string {
  const value = body[field]
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? value.name
    : ''
}

/** A field of a body as a list of texts. */
export function listField(body: Entry['body'], field: string): string[] {
  const value = body[field]
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}
