import type { SignalKind } from '../../../../shared/domain/intrusion.ts'
import { siaCodes } from './sia-codes.ts'

/** One event of a `SIA-DCS` block (SIA DC-03): `#1234|Nri1/BA5`. */
export interface SiaEvent {
  /** Two letters, e.g. `BA`. */
  readonly code: string
  /** Zone or user behind the letters; null when none is told. */
  readonly number: number | null
  /** Partition from the `ri` modifier before it. */
  readonly partitionNumber: number | null
}

export interface SiaMeaning {
  readonly kind: SignalKind
  readonly edge: 'active' | 'restored'
  readonly subject: 'zone' | 'user' | 'device'
}

/** A modifier (two small letters and its value), an event (two capitals and a number), or `^text^`. */
const piece = /(?<modifier>[a-z]{2})(?<value>[^A-Za-z/^|]*)|(?<code>[A-Z]{2})(?<number>\d*)|\^[^^|]*(?:\^|$)/g

/**
 * Parses a block with one or more events: `#1234|Nri1/BA5/BA6`. Modifiers hold for the events that follow; texts and
 * what is of neither form are passed over.
 * @returns no event when it is no block of SIA events
 */
export function parseSia(data: string): SiaEvent[] {
  const events: SiaEvent[] = []
  // The first block may be the account, those of another letter carry text or programming.
  for (const block of data.split('|')) {
    if (!/^[NO](?:[a-z]{2}|\/?[A-Z]{2})/.test(block)) continue
    let partitionNumber: number | null = null
    for (const { groups } of block.slice(1).matchAll(piece)) {
      const { modifier, value, code, number } = groups ?? {}
      if (modifier === 'ri') partitionNumber = /^\d+$/.test(value ?? '') ? Number(value) : null
      if (code !== undefined)
        events.push({ code, number: number === '' ? null : Number(number), partitionNumber })
    }
  }
  return events
}

/** What a code says; one that the table does not name is `unclassified`, never dropped. */
export function siaMeaning(code: string): SiaMeaning {
  const meaning = Object.hasOwn(siaCodes, code) ? siaCodes[code] : undefined
  return meaning ?? { kind: 'unclassified', edge: 'active', subject: 'device' }
}
