import type { tensionCalls } from '../../../shared/contract/tension.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Panel } from '../../../shared/site.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { TensionSeries } from './service.ts'

/** The calls of this feature. */
export function tensionHandlers(
  series: TensionSeries,
  panels: () => readonly Panel[],
): HandlersFor<typeof tensionCalls> {
  return {
    'intrusion.tension': ({ zoneId, hours }) => {
      for (const panel of panels()) {
        const zone = panel.zones.find(({ id }) => id === zoneId)
        if (zone !== undefined) return series.report(panel.id, zone.number, hours)
      }
      throw new Refusal('intrusion.unknown-zone')
    },
  }
}
