import type { Raising } from '../../incidents/shelving/service.ts'
import type { Books } from '../../ledgers/books/service.ts'
import type { Outages } from '../../outages/service.ts'
import type { Ground } from '../../station/ground.ts'
import type { Cameras } from '../service.ts'
import { LostCameras } from './service.ts'

/** The look-out for lost cameras, by the site file as it is now; planned outages are no loss (A-13.b). */
export function openLostCameras(
  ground: Ground,
  features: { raising: Raising; books: Books; cameras: Cameras; outages: Outages },
): LostCameras {
  const { raising, books, cameras, outages } = features
  const { sites } = ground
  return new LostCameras({
    ...ground,
    raising,
    books,
    cameras: () => sites.current.cameras,
    reports: () => cameras.reports(),
    isExpected: id => outages.expectsDark(id),
    afterMs: () => sites.current.response.cameraLostSeconds * 1_000,
  })
}
