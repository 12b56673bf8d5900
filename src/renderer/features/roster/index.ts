export { RosterPage } from './roster-page.tsx'
export { ShiftReportsButton } from './shift-reports.tsx'
