import { useState } from 'react'
import type { Person } from '../../../shared/domain/duty.ts'
import { call } from '../../link/stores.ts'
import { useCardReader } from '../../ui/card-reader.ts'

/** Somebody whose card was held to the reader. */
export interface CardHeld {
  readonly person: Person
  /** The number, where the school lets the card open without PIN; else null. */
  readonly enough: string | null
}

/**
 * A card held to the reader picks its owner.
 * @param people who may be picked here
 * @returns why the last card picked nobody; null when it did. `other` is a known card of somebody who is not offered.
 */
export function useCard(people: readonly Person[], onHeld: (held: CardHeld) => void): unknown {
  const [error, setError] = useState<unknown>(null)
  const find = async (number: string) => {
    try {
      const { userId, isEnough } = await call('people.by-card', { number })
      const person = people.find(({ id }) => id === userId)
      setError(person === undefined ? 'other' : null)
      if (person !== undefined) onHeld({ person, enough: isEnough ? number : null })
    } catch (refused) {
      setError(refused)
    }
  }
  useCardReader(number => void find(number), people.length > 0)
  return error
}
