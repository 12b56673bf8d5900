export { ExportDialog } from './export-dialog.tsx'
export { ExportCopies } from './export-copies.tsx'
export { openExport } from './store.ts'
export { useRinging } from './use-ringing.ts'
