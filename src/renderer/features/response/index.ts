export { DrillBanner, EscalationBanner, SoundBanner } from './banners.tsx'
export { followLinkage } from './follow-linkage.ts'
export { ResponsePage } from './response-page.tsx'
