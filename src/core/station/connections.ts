import { isOver } from '../../shared/domain/approval.ts'
import { handoverItems } from '../duty/handover-items.ts'
import { type Link } from '../link/server.ts'
import { viewOfSite } from './site-view.ts'
import type { Features } from './features.ts'
import type { Ground } from './ground.ts'

/** Who hears of which change: the screens by a push, the features that must follow another. */
export function connect({ credentials, sites, clock }: Ground, features: Features, link: Link): void {
  const {
    duty,
    incidents,
    intrusion,
    arming,
    load,
    approvals,
    daily,
    cameras,
    recordings,
    proof,
    state,
    listening,
    ptz,
    cameraWatch,
    views,
  } = features
  duty.handsOver(() => {
    const { today } = daily.report()
    const stationItems = handoverItems({
      site: sites.current,
      incidents: incidents.open(),
      intrusion: intrusion.report(),
      bypasses: arming.bypasses.list(),
      shelves: load.shelving.list(),
      cameras: cameras.reports(),
      tickets: incidents.tickets.list(),
      outages: features.outages.list(),
      isDailyCheckOwed: today.finished === null,
      storage: recordings.storage.warning(),
      nowMs: clock.now(),
    })
    return [...stationItems, ...features.rostering.bookItems(), ...features.records.backups.openItems()]
  })
  features.presence.changed.on(question => link.push('presence', question))
  duty.changed.on(report => {
    features.presence.followSession()
    // Whoever leaves the desk takes nothing along: their viewing ends with the session.
    recordings.grants.seatedNow(report.session?.person.id ?? null)
    listening.seatedNow(report.session?.person.id ?? null)
    ptz.seatedNow(report.session?.person.id ?? null, duty.seatedIds())
    link.push('duty', report)
    link.push('approvals', approvals.report(report.session?.person ?? null))
    link.push('views', views.list(report.session?.person.id ?? null))
  })
  recordings.grants.watching.on(() => duty.readers.seen())
  credentials.changed.on(name => {
    cameras.credentialsChanged(name)
    recordings.follow()
    ptz.follow()
    cameraWatch.follow()
  })
  sites.changed.on(changed => {
    cameras.apply(changed.cameras)
    recordings.follow()
    ptz.follow()
    cameraWatch.follow()
    intrusion.follow(changed)
    arming.tell()
    link.push('site', viewOfSite(changed))
  })
  ptz.changed.on(reports => link.push('ptz', reports))
  cameraWatch.relays.changed.on(reports => link.push('relays', reports))
  cameraWatch.events.inputs.changed.on(reports => link.push('inputs', reports))
  views.changed.on(() => link.push('views', views.list(duty.session()?.person.id ?? null)))
  features.outages.changed.on(reports => link.push('outages', reports))
  approvals.changed.on(approval => {
    if (isOver(approval)) recordings.grants.requestOver(approval.number)
    features.outages.requestChanged(approval)
    link.push('approvals', approvals.report(duty.session()?.person ?? null))
  })
  daily.changed.on(report => link.push('dailyCheck', report))
  recordings.storage.warned.on(warning => link.push('storage', warning))
  incidents.changed.on(open => {
    recordings.storage.evidence.followIncidents(open)
    link.push('incidents', open)
  })
  features.rostering.connect(link)
  features.load.connect(link)
  features.response.connect(link)
  recordings.storage.evidence.followIncidents(incidents.open())
  intrusion.changed.on(report => link.push('intrusion', report))
  arming.changed.on(report => link.push('arming', report))
  features.panels.connect(link, intrusion)
  cameras.changed.on(reports => link.push('cameras', reports))
  proof.measured.on(() => link.push('station', state()))
}
