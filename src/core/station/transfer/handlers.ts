import type { siteTransferCalls } from '../../../shared/contract/site-transfer.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { SiteTransfer } from './service.ts'

/** The calls of this feature. */
export function siteTransferHandlers(
  transfer: SiteTransfer,
  desk: { actor(): UserActor },
): HandlersFor<typeof siteTransferCalls> {
  return {
    'site.export': async () => ({ fileName: await transfer.export(desk.actor()) }),
    'site.import-check': ({ text, locale }) => transfer.check(text, locale, desk.actor()),
    'site.import': input => {
      transfer.import(input, desk.actor())
      return {}
    },
  }
}
