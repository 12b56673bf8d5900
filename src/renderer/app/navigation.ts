import { create } from 'zustand'

/** Pages of the left rail, in its order. */
export const pages = [
  'watch',
  'map',
  'incidents',
  'intrusion',
  'response',
  'playback',
  'approvals',
  'roster',
  'inspector',
  'ledgers',
  'search',
  'storage',
  'records',
  'people',
  'setup',
] as const
export type PageId = (typeof pages)[number]

/** Which page is in view. */
export const useNavigation = create<{ page: PageId }>(() => ({ page: 'watch' }))

/** Brings a page into view. */
export function openPage(page: PageId): void {
  useNavigation.setState({ page })
}
