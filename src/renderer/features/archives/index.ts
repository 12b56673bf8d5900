export { ArchivesView } from './archives-view.tsx'
export { ArchiveDueBanner } from './due-banner.tsx'
export { showArchives, useArchives } from './store.ts'
