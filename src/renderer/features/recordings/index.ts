export { PlaybackPage } from './playback-page.tsx'
export { reviewIncident } from './store.ts'
