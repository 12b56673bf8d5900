import type { MapDraft } from '../../shared/domain/map-draft.ts'
import type { Plan, SiteFile } from '../../shared/site.ts'
import { sha256 } from '../journal/chain.ts'
import type { SiteDraft } from '../station/site-store.ts'

/** Tells two states of a plan apart; empty for a plan that is not there. */
export function digestOf(plan: Plan | undefined): string {
  return plan === undefined ? '' : sha256(JSON.stringify(plan)).toString('hex')
}

/** Puts a draft into the words of the site file: its plan, and the devices that were placed on it. Nothing else. */
export function applyDraft(site: SiteDraft, { plan, cameras, zones, panels }: MapDraft): void {
  const index = site.plans.findIndex(candidate => candidate.id === plan.id)
  if (index === -1) site.plans.push(plan)
  else site.plans[index] = plan
  for (const camera of site.cameras) {
    const placement = cameras[camera.id]
    if (placement !== undefined) camera.position = { plan: plan.id, ...placement }
  }
  for (const panel of site.panels) {
    const placement = panels[panel.id]
    if (placement !== undefined) panel.position = { plan: plan.id, at: placement.at }
    for (const zone of panel.zones) {
      const place = zones[zone.id]
      if (place === undefined) continue
      delete zone.at
      delete zone.line
      delete zone.area
      Object.assign(zone, { plan: plan.id, ...place })
    }
  }
}

/** How many devices stand on a plan. */
export function devicesOn(site: SiteFile, planId: string): number {
  const panels = site.panels.filter(panel => panel.position?.plan === planId)
  const zones = site.panels.flatMap(panel => panel.zones).filter(zone => zone.plan === planId)
  return site.cameras.filter(camera => camera.position.plan === planId).length + panels.length + zones.length
}
