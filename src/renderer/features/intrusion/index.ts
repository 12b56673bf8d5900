export { ArmingChips } from './arming-chips.tsx'
export { ArmingBanner } from './missed-banner.tsx'
export { IntrusionPage } from './intrusion-page.tsx'
