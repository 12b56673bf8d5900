import { join } from 'node:path'
import { clockDeviationLimitMs } from '../../shared/domain/clock.ts'
import type { Permission } from '../../shared/domain/rights.ts'
import { openArchives } from '../archives/start-archives.ts'
import { startCameraEvents } from '../cameras/events/start-camera-events.ts'
import { Onboarding } from '../cameras/onboarding/service.ts'
import { Listening } from '../cameras/listening.ts'
import { openLostCameras } from '../cameras/lost/open.ts'
import { Ptz } from '../cameras/ptz/service.ts'
import { observedPictures } from '../cameras/snapshots/observed.ts'
import { openSnapshots } from '../cameras/snapshots/open.ts'
import { ViewService } from '../cameras/views/service.ts'
import { startCameras, type Cameras } from '../cameras/service.ts'
import { DailyChecks } from '../checks/daily/service.ts'
import { ClockWatch } from '../checks/clock-watch.ts'
import { openInspection } from '../checks/inspection/open.ts'
import { PresenceWatch } from '../duty/presence.ts'
import { Roster } from '../duty/roster/service.ts'
import { DutyService } from '../duty/service.ts'
import { startRoster } from '../duty/start-roster.ts'
import { linkedCameras } from '../incidents/linkage/rules.ts'
import { startResponse } from '../incidents/start-response.ts'
import { IncidentService } from '../incidents/service.ts'
import { alarmLoadOf } from '../incidents/start-load.ts'
import { InspectorDesk } from '../inspector/service.ts'
import { openMap } from '../map/open.ts'
import { Arming } from '../intrusion/arming/service.ts'
import { IntrusionService } from '../intrusion/service.ts'
import { TensionSeries } from '../intrusion/tension/service.ts'
import { Outages } from '../outages/service.ts'
import { openPanelSetup } from '../intrusion/setup/open.ts'
import { sha256 } from '../journal/chain.ts'
import { gateOver } from '../link/gate.ts'
import { directoryOf } from '../people/directory.ts'
import { openPeople } from '../people/start-people.ts'
import { openChildRegistry } from '../platform/child-registry.ts'
import { findFfmpeg } from '../platform/ffmpeg.ts'
import { ClockRounds } from '../recordings/export/clock-rounds.ts'
import { openExports } from '../recordings/export/open.ts'
import { startRecordings } from '../recordings/service.ts'
import { JournalWatch } from './journal-watch.ts'
import { openPaper } from './paper.ts'
import { stateOf } from './state.ts'
import { SiteTransfer } from './transfer/service.ts'
import type { Ground, Tools } from './ground.ts'

/** Everything that the station consists of, started. */
export type Features = Awaited<ReturnType<typeof startFeatures>>

/**
 * Starts every feature in the order in which they need each other.
 * @param token the seat's
 */
export async function startFeatures(ground: Ground, token: string, starting: AsyncDisposableStack) {
  const { clock, log, db, journal, sites } = ground
  // What these take of the site is read once: time servers and the school's name change with a restart.
  const site = sites.current
  const { dataDir } = ground.options
  const watch = new JournalWatch(ground)
  const people = directoryOf(sites)
  const roster = new Roster({ ...ground, people })
  const duty = new DutyService({
    db,
    journal,
    clock,
    people,
    rules: () => sites.current.duty,
    roster,
    seatHash: sha256(token),
  })
  const administration = openPeople(ground, people, duty)
  const incidents = new IncidentService({
    db,
    journal,
    clock,
    linkedCameras: (kind, zoneId) => linkedCameras(sites.current, kind, zoneId),
  })
  const presence = new PresenceWatch({
    duty,
    incidents,
    journal,
    clock,
    rules: () => sites.current.duty.presence,
  })
  const camerasOf = (zoneId: string) =>
    sites.current.panels.flatMap(panel => panel.zones).find(zone => zone.id === zoneId)?.cameras ?? []
  const load = alarmLoadOf({ db, journal, clock, incidents, panels: () => sites.current.panels })
  const outages = new Outages({
    db,
    journal,
    clock,
    raising: load.shelving.raising,
    site: () => sites.current,
    approved: () => approvals.outages(),
    cameras: () => cameras.reports(),
  })
  const { raising } = outages
  const panels = openPanelSetup(ground)
  const transfer = new SiteTransfer({ ...ground, exportDir: join(dataDir, 'exports') })
  const intrusion = new IntrusionService({
    isOnDesk: zoneId =>
      incidents.open().some(incident => incident.zoneId === zoneId && incident.signalState === 'active'),
    isPanicOpen: panelId =>
      incidents
        .open()
        .some(
          ({ kind, panelId: at, progress }) => kind === 'panic' && at === panelId && progress.reset === null,
        ),
    work: panels.work,
    site,
    camerasOf,
    db,
    journal,
    clock,
    log,
    incidents: raising,
  })
  const arming = new Arming({ intrusion, sites })
  const tension = starting.use(new TensionSeries({ db, clock }))
  const cameraOf = (id: string) => sites.current.cameras.find(camera => camera.id === id) ?? null
  const nameOf = (id: string) => cameraOf(id)?.name ?? id
  const paper = openPaper(ground, {
    incidents,
    duty,
    watch,
    cameraName: nameOf,
    isClockProved: () => proof.isRight(),
    follow: (after, before) => outages.follow(after, before),
  })
  const { ledgers, search, records, attachments, books, closings, approvals, consent } = paper
  const daily = new DailyChecks({
    db,
    journal,
    clock,
    incidents,
    cameras: () => sites.current.cameras.filter(({ retired }) => !retired),
  })
  const tools = { ffmpeg: findFfmpeg(), registry: openChildRegistry(dataDir) }
  const cameras = await openCameras(ground, tools, starting)
  const cameraWatch = starting.use(startCameraEvents(ground, raising))
  const lostCameras = openLostCameras(ground, { raising, books, cameras, outages })
  const recordings = starting.use(
    await startRecordings({
      cameras: () => sites.current.cameras,
      streams: cameras,
      incidentOf: id => incidents.byId(id),
      incidents: raising,
      places: () => sites.current.places,
      storage: () => sites.current.storage,
      isClockProved: () => Math.abs(proof.deviationMs() ?? Infinity) <= clockDeviationLimitMs,
      requests: approvals,
      motionMarks: span => cameraWatch.events.marks(span),
      credentialsOf: name => ground.credentials.get(name),
      ...tools,
      dataDir,
      db,
      journal,
      clock,
      log,
    }),
  )
  const proof = starting.use(new ClockWatch({ servers: site.timeServers, journal, incidents, clock, log }))
  const exports = starting.use(
    await openExports({
      ...ground,
      ...tools,
      dataDir,
      recordings,
      approvals,
      site: site.site,
      cameras: () => sites.current.cameras,
      clockDeviationMs: () => proof.deviationMs(),
    }),
  )
  starting.use(new ClockRounds({ ...ground, cameras: () => sites.current.cameras }))
  const state = stateOf(ground, watch, proof)
  const gate = gateOver(
    () => duty.session(),
    (call, refusal) => duty.refused(call, refusal),
  )
  const desk = {
    actor: () => duty.actor(),
    session: () => duty.session(),
    check: (permission: Permission) => gate.check(permission),
  }
  const listening = starting.use(new Listening({ cameras, nameOf, clock, journal, ...tools }))
  const ptz = starting.use(new Ptz({ ...ground, credentialsOf: name => ground.credentials.get(name) }))
  const response = starting.use(
    startResponse({
      ...ground,
      incidents,
      duty,
      ptz,
      relays: cameraWatch.relays,
      evidence: recordings.storage.evidence,
    }),
  )
  const views = new ViewService({ db, journal, clock })
  const snapshots = starting.use(
    openSnapshots({ ...ground, ...tools, dataDir, cameras, cameraOf, school: site.site }),
  )
  const pictures = observedPictures({
    snapshots,
    addPicture: (id, picture, actor) => incidents.addPicture(id, picture, actor),
    journal,
    log,
  })
  const onboarding = new Onboarding({
    sites,
    credentials: ground.credentials,
    tools: { ...tools, clock },
    stopping: ground.stopping,
  })
  const map = starting.use(openMap(ground, incidents, attachments))
  const archives = starting.use(
    await openArchives(ground, { attachments, watch, people: () => duty.people() }),
  )
  return {
    archives,
    map,
    people,
    administration,
    duty,
    rostering: startRoster(ground, { roster, duty, incidents, people, ledgers, books }),
    presence,
    incidents,
    load,
    response,
    intrusion,
    tension,
    arming,
    panels,
    transfer,
    ledgers,
    search,
    records,
    books,
    inspector: new InspectorDesk({
      ...ground,
      school: () => sites.current.site.name,
      items: () => duty.handoverItems(),
      closings: () => closings.state(),
      requests: person => approvals.list(person),
      keeping: () => recordings.storage.report().cameras,
      watch,
    }),
    inspection: openInspection(ground, { books, cameras, recordings, intrusion, proof }),
    closings,
    attachments,
    approvals,
    outages,
    consent,
    daily,
    cameras,
    cameraWatch,
    lostCameras,
    recordings,
    proof,
    exports,
    state,
    gate,
    desk,
    listening,
    ptz,
    views,
    snapshots,
    pictures,
    onboarding,
    watch,
    tools,
    cameraOf,
    nameOf,
  }
}

async function openCameras(ground: Ground, tools: Tools, starting: AsyncDisposableStack): Promise<Cameras> {
  const { clock, log, journal, sites, credentials } = ground
  const orphans = await tools.registry.endOrphans()
  if (orphans.length > 0) log.warn({ pids: orphans }, 'ended processes that an earlier run left behind')
  return starting.use(
    startCameras({
      cameras: sites.current.cameras,
      credentialsOf: name => credentials.get(name),
      ...tools,
      clock,
      log,
      journal,
    }),
  )
}
