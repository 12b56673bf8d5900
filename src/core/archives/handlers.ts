import type { archivesCalls } from '../../shared/contract/archives.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Attachments } from '../attachments/store.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { SiteStore } from '../station/site-store.ts'
import { deliverySheet } from './sheet.ts'
import type { ArchivesFeature } from './start-archives.ts'

/** The calls of this feature. */
export function archiveHandlers(
  { archives, report }: ArchivesFeature,
  sites: SiteStore,
  attachments: Attachments,
  desk: { actor(): UserActor },
): HandlersFor<typeof archivesCalls> {
  const who = () => {
    const actor = desk.actor()
    return { actor, by: { id: actor.id, name: actor.name } }
  }
  return {
    'archives.report': report,
    'archives.start': order => archives.order(order, desk.actor()),
    'archives.cancel': ({ number }) => {
      archives.cancel(number, desk.actor())
      return {}
    },
    'archives.discard': ({ number, reason }) => {
      const { actor, by } = who()
      return archives.act(number, { type: 'discard', by, reason }, actor)
    },
    'archives.sign': ({ number }) => {
      const { actor, by } = who()
      return archives.act(number, { type: 'sign', by }, actor)
    },
    'archives.sheet': ({ number }) => deliverySheet(archives.byNumber(number), sites.current.site.name),
    'archives.saved': ({ number, place }) => archives.act(number, { type: 'save' }, desk.actor(), place),
    'archives.hand-over': ({ number, delivery }) => {
      const { actor, by } = who()
      return archives.act(number, { type: 'hand-over', by, delivery }, actor)
    },
    'archives.receive': ({ number, receipt }) => {
      if (!attachments.has(receipt.scan.hash)) throw new Refusal('attachments.unknown')
      const { actor, by } = who()
      return archives.act(number, { type: 'receive', by, receipt }, actor)
    },
    'archives.set-terms': ({ terms, dueDays }) => {
      if (terms.some(({ from, through }) => from > through)) throw new Refusal('archives.period-invalid')
      sites.change(desk.actor(), '学期日历', draft => {
        draft.archives = { terms, dueDays }
      })
      return report()
    },
  }
}
