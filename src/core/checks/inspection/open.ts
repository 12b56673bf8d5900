import type { Cameras } from '../../cameras/service.ts'
import type { IntrusionService } from '../../intrusion/service.ts'
import type { Books } from '../../ledgers/books/service.ts'
import type { Recordings } from '../../recordings/service.ts'
import type { Ground } from '../../station/ground.ts'
import type { ClockWatch } from '../clock-watch.ts'
import { Inspection } from './service.ts'
import { stationFacts } from './station-facts.ts'

/** 附表1 with what cameras, recordings, panels and the clock say of themselves. */
export function openInspection(
  { journal, clock, sites }: Ground,
  features: {
    books: Books
    cameras: Cameras
    recordings: Recordings
    intrusion: IntrusionService
    proof: ClockWatch
  },
): Inspection {
  const { books, cameras, recordings, intrusion, proof } = features
  return new Inspection({
    journal,
    clock,
    books,
    facts: () =>
      stationFacts({
        site: () => sites.current,
        clockDeviationMs: () => proof.deviationMs(),
        cameras: () => cameras.reports(),
        keeping: () => recordings.storage.report().cameras,
        intrusion: () => intrusion.report(),
        journal,
        nowMs: () => clock.now(),
      }),
  })
}
