import { useEffect, useState } from 'react'
import type { CsvRow } from '../../../shared/contract/setup.ts'
import type { StreamFacts } from '../../../shared/domain/setup.ts'
import { call } from '../../link/stores.ts'

/** What the device of a row said; a row that is not there was not asked yet. */
export type CsvCheck =
  | { readonly kind: 'busy' }
  | { readonly kind: 'fine'; readonly facts: StreamFacts }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Tries the rows that can be saved one after the other, for as long as they are in view: a page for one reading of a file. By line. */
export function useCsvChecks(text: string, rows: readonly CsvRow[]): ReadonlyMap<number, CsvCheck> {
  const [checks, setChecks] = useState<ReadonlyMap<number, CsvCheck>>(new Map())
  useEffect(() => {
    let isWanted = true
    const put = (line: number, check: CsvCheck): void => {
      if (isWanted) setChecks(before => new Map(before).set(line, check))
    }
    const work = async (): Promise<void> => {
      for (const { line, errors } of rows) {
        if (!isWanted) return
        if (errors.length > 0) continue
        put(line, { kind: 'busy' })
        try {
          put(line, { kind: 'fine', facts: await call('setup.csv-check', { text, line }) })
        } catch (error) {
          put(line, { kind: 'failed', error })
        }
      }
    }
    void work()
    return () => {
      isWanted = false
    }
  }, [text, rows])
  return checks
}
