import { call } from '../../link/stores.ts'
import { queryOf, type LedgerChoice } from './store.ts'

export type Copy = 'xlsx' | 'csv' | 'pdf' | 'print'
export const copies: readonly Copy[] = ['print', 'pdf', 'xlsx', 'csv']

/** Takes a copy of the whole chosen period out of the station; false when the person cancelled. Core notes who did. */
export async function takeCopy(copy: Copy, choice: LedgerChoice): Promise<boolean> {
  const query = queryOf(choice)
  switch (copy) {
    case 'xlsx':
    case 'csv': {
      const { fileName } = await call('ledgers.export', { ...query, format: copy })
      return window.zhishou.saveExport(fileName)
    }
    case 'pdf':
      return window.zhishou.savePdf(await call('ledgers.form', query))
    case 'print': {
      const { html } = await call('ledgers.form', query)
      return window.zhishou.print({ html })
    }
  }
}
