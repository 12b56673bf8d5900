export { PlaybackPage } from './playback-page.tsx'
export { presetReview } from './store.ts'
