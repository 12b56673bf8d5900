export { LedgersPage } from './ledgers-page.tsx'
