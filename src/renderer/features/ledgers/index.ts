export { DayChoice } from './day-choice.tsx'
export { LedgersPage } from './ledgers-page.tsx'
export { showLedger, showSource } from './store.ts'
