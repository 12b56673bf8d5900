import type { outagesCalls } from '../../shared/contract/outages.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Outages } from './service.ts'

/** The calls of this feature. */
export function outageHandlers(outages: Outages): HandlersFor<typeof outagesCalls> {
  return { 'outages.list': () => outages.list() }
}
