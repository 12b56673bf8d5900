import type { Attachments } from '../attachments/store.ts'
import type { IncidentService } from '../incidents/service.ts'
import type { Ground } from '../station/ground.ts'
import { Tiles } from './mbtiles.ts'
import { MapPast } from './past.ts'
import { MapService } from './service.ts'

/** The electronic map in core: drafts and publication, tiles, what happened where. */
export interface MapFeature extends Disposable {
  readonly service: MapService
  readonly tiles: Tiles
  readonly past: MapPast
}

/** Opens the feature; disposing closes the files of tiles. */
export function openMap(ground: Ground, incidents: IncidentService, attachments: Attachments): MapFeature {
  const { journal, clock, options } = ground
  const service = new MapService(ground)
  const tiles = new Tiles(options.dataDir)
  const past = new MapPast({ journal, clock, incidentOf: id => incidents.byId(id) })
  // Whoever is signed on sees the map, and so what lies under it.
  attachments.readableBy(hash => service.isGround(hash))
  return { service, tiles, past, [Symbol.dispose]: () => tiles[Symbol.dispose]() }
}
