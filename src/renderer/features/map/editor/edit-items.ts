import type { SiteView } from '../../../../shared/site-view.ts'
import type { PlanFeature } from '../../../../shared/site/map.ts'
import type { MarkShape } from '../../../ui/map/mark.ts'
import type { EditItem } from '../../../ui/map/plan-editor.ts'
import { signOfDetector } from '../devices.ts'
import type { Item } from './items.ts'

/** Things of the plan as the editor shows them. */
export function editItemsOf(items: readonly Item[], site: SiteView): EditItem[] {
  return items.map(item => ({
    key: item.key,
    name: item.ref.kind === 'shape' ? '' : item.name,
    sign: signOf(item, site),
    geometry: item.geometry,
    wedge: item.camera ?? null,
    isGround: item.ref.kind === 'shape',
  }))
}

const signOfFeature: Readonly<Record<PlanFeature['kind'], MarkShape>> = {
  'evacuation-route': 'assembly',
  'assembly-point': 'assembly',
  'patrol-point': 'patrol',
  'guard-post': 'post',
}

function signOf(item: Item, site: SiteView): MarkShape {
  const { ref } = item
  switch (ref.kind) {
    case 'camera':
      return 'camera'
    case 'panel':
      return 'panel'
    case 'zone': {
      const zone = site.zones.find(({ id }) => id === ref.id)
      return zone === undefined ? 'contact' : signOfDetector(zone.detector)
    }
    case 'feature':
      return signOfFeature[item.feature ?? 'patrol-point']
    case 'shape':
      return 'assembly'
  }
}
