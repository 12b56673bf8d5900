export { IncidentOutage } from './incident-outage.tsx'
export { OutageSign } from './outage-sign.tsx'
export { useOutage } from './use-outage.ts'
