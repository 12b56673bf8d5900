export { ArmingChips } from './arming-chips.tsx'
export { IntrusionPage } from './intrusion-page.tsx'
