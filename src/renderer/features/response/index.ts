export { DrillBanner, EscalationBanner, SoundBanner } from './banners.tsx'
export { ResponsePage } from './response-page.tsx'
