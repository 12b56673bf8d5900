export { formatBytes } from './words.ts'
export { StoragePage } from './storage-page.tsx'
