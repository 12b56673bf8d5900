export { LedgersPage } from './ledgers-page.tsx'
export { showLedger } from './store.ts'
