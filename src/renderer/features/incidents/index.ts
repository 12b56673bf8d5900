export { AlarmStage } from './alarm-stage.tsx'
export { IncidentQueue } from './incident-queue.tsx'
export { IncidentsPage } from './incidents-page.tsx'
