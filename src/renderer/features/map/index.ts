export { planGrounds } from './grounds.ts'
export { MapPage } from './map-page.tsx'
export { MapPanel } from './map-panel.tsx'
export { usePlan } from './use-plan.ts'
