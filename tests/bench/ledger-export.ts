import type { LedgerSheet } from '../../src/shared/domain/ledger.ts'
import { writeXlsx } from '../../src/core/ledgers/files.ts'
import { names, places } from './ledger-data.ts'

/** Writes an Excel file of so many rows and tells time and memory; run as a process of its own. */
const [file = '', count = '0'] = process.argv.slice(2)

const page: LedgerSheet = {
  ledger: 'duty',
  title: '值班（交接）记录',
  columns: ['time', 'shift', 'person', 'event', 'content'].map(id => ({ id, title: id, width: 20 })),
  rows: Array.from({ length: Number(count) }, (_, at) => ({
    seqs: [at + 1],
    atMs: at,
    cells: [
      '2026-11-22 02:41:07',
      '夜班',
      names[at % names.length] ?? '',
      '记事',
      `${places[at % places.length] ?? ''}巡查第 ${at} 次，一切正常，门窗灯具空调已关闭`,
    ],
  })),
  total: Number(count),
}

const startedAtMs = performance.now()
await writeXlsx(file, page)
process.send?.({ tookMs: performance.now() - startedAtMs, rssBytes: process.resourceUsage().maxRSS * 1_024 })
