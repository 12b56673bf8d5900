export { formatBytes } from './words.ts'
export { StorageBanner } from './storage-banner.tsx'
export { StoragePage } from './storage-page.tsx'
