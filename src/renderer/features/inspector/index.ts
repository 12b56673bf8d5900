export { InspectorPage } from './inspector-page.tsx'
export { useInspectorStart } from './inspector-start.ts'
