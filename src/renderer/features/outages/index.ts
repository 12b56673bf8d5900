export { IncidentOutage } from './incident-outage.tsx'
export { OutageSign } from './outage-sign.tsx'
