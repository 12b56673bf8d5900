import type { mapCalls } from '../../shared/contract/map.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { HandlersFor } from '../link/answer.ts'
import { cleanSvg } from './clean-svg.ts'
import type { MapFeature } from './open.ts'

/** The calls of this feature. */
export function mapHandlers(
  { service, tiles, past }: MapFeature,
  desk: { actor(): UserActor },
): HandlersFor<typeof mapCalls> {
  return {
    'map.draft': ({ planId }) => service.draft(planId),
    'map.drafts': () => service.drafts(),
    'map.save-draft': ({ draft }) => service.saveDraft(draft, desk.actor()),
    'map.discard-draft': ({ planId }) => {
      service.discardDraft(planId)
      return {}
    },
    'map.publish': ({ planId, summary }) => service.publish(planId, summary, desk.actor()),
    'map.remove-plan': ({ planId }) => {
      service.removePlan(planId, desk.actor())
      return {}
    },
    'map.clean-svg': ({ svg }) => cleanSvg(svg),
    'map.tile-sets': () => tiles.sets(),
    'map.tile': ({ file, z, x, y }) => {
      const tile = tiles.tile(file, z, x, y)
      return tile === null ? null : { type: tile.type, base64: tile.bytes.toString('base64') }
    },
    'map.risk': ({ days }) => past.risk(days),
    'map.past-incidents': ({ days }) => past.incidents(days),
    'map.history': ({ incidentId }) => past.history(incidentId),
    'map.print': ({ planId, purpose }) => service.print(planId, purpose, desk.actor()),
  }
}
