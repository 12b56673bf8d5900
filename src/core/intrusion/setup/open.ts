import type { Link } from '../../link/server.ts'
import type { Ground } from '../../station/ground.ts'
import type { IntrusionService } from '../service.ts'
import { PanelWorkService } from '../work/service.ts'
import { PanelSetupService } from './service.ts'

/** Setting panels up, and what is done to them. */
export function openPanelSetup(ground: Ground) {
  const work = new PanelWorkService({ ...ground, site: () => ground.sites.current })
  return {
    work,
    setup: new PanelSetupService(ground),
    /** Follows the picture, and tells the screens of every change from now on. */
    connect(link: Link, intrusion: Pick<IntrusionService, 'changed'>): void {
      intrusion.changed.on(report => work.follow(report))
      work.changed.on(report => link.push('panelWork', report))
    },
  }
}
