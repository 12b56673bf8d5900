export { WalkTestBanner } from './panels/walk-test-banner.tsx'
export { SetupPage } from './setup-page.tsx'
export { showView } from './store.ts'
