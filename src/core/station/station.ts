import { join } from 'node:path'
import { isOver } from '../../shared/domain/approval.ts'
import { clockDeviationLimitMs } from '../../shared/domain/clock.ts'
import { station } from '../../shared/domain/person.ts'
import type { Permission } from '../../shared/domain/rights.ts'
import { approvalHandlers } from '../approvals/handlers.ts'
import { Approvals } from '../approvals/service.ts'
import { attachmentHandlers } from '../attachments/handlers.ts'
import { Attachments } from '../attachments/store.ts'
import { cameraHandlers } from '../cameras/handlers.ts'
import { setupHandlers } from '../cameras/onboarding/handlers.ts'
import { Onboarding } from '../cameras/onboarding/service.ts'
import { listenServer } from '../cameras/listen-socket.ts'
import { Listening } from '../cameras/listening.ts'
import { liveServer } from '../cameras/live-socket.ts'
import { ptzHandlers } from '../cameras/ptz/handlers.ts'
import { Ptz } from '../cameras/ptz/service.ts'
import { snapshotHandlers } from '../cameras/snapshots/handlers.ts'
import { observedPictures } from '../cameras/snapshots/observed.ts'
import { openSnapshots } from '../cameras/snapshots/open.ts'
import { viewHandlers } from '../cameras/views/handlers.ts'
import { ViewService } from '../cameras/views/service.ts'
import { startCameras, type Cameras } from '../cameras/service.ts'
import { dailyCheckHandlers } from '../checks/daily/handlers.ts'
import { DailyChecks } from '../checks/daily/service.ts'
import { ClockWatch } from '../checks/clock-watch.ts'
import { dutyHandlers } from '../duty/handlers.ts'
import { DutyService } from '../duty/service.ts'
import { incidentHandlers } from '../incidents/handlers.ts'
import { IncidentService } from '../incidents/service.ts'
import { intrusionHandlers } from '../intrusion/handlers.ts'
import { IntrusionService } from '../intrusion/service.ts'
import { startDrivers } from '../intrusion/start-drivers.ts'
import { sha256 } from '../journal/chain.ts'
import { Journal } from '../journal/journal.ts'
import { ledgerHandlers } from '../ledgers/handlers.ts'
import { LedgerService } from '../ledgers/service.ts'
import { gateOver } from '../link/gate.ts'
import { startLink, type Link } from '../link/server.ts'
import { openChildRegistry, type ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { findFfmpeg } from '../platform/ffmpeg.ts'
import type { Log } from '../platform/log.ts'
import { keyFromFile } from '../platform/vault-key.ts'
import { openVault, type Vault } from '../platform/vault.ts'
import { exportHandlers } from '../recordings/export/handlers.ts'
import { openExports } from '../recordings/export/open.ts'
import { recordingHandlers } from '../recordings/handlers.ts'
import { playbackServer } from '../recordings/playback-socket.ts'
import { startRecordings } from '../recordings/service.ts'
import { storageHandlers } from '../recordings/storage-handlers.ts'
import { timelineHandlers } from '../recordings/timeline-handlers.ts'
import { CredentialStore } from './credentials.ts'
import { stationHandlers } from './handlers.ts'
import { startHeartbeat } from './heartbeat.ts'
import { JournalWatch } from './journal-watch.ts'
import { lockDataDir } from './lock.ts'
import type { StationOptions } from './options.ts'
import { loadSecrets } from './site-loader.ts'
import { SiteStore } from './site-store.ts'
import { viewOfSite } from './site-view.ts'
import { keepWatching, stateOf } from './state.ts'

export interface Station extends AsyncDisposable {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string
}

/** What every feature is built from. */
interface Ground {
  readonly options: StationOptions
  readonly clock: Clock
  readonly log: Log
  readonly db: Db
  readonly journal: Journal
  readonly sites: SiteStore
  readonly vault: Vault
  readonly credentials: CredentialStore
  readonly stopping: AbortSignal
}

/**
 * The composition root: starts the whole station in reading order; a failure half-way ends what was started. Disposing
 * ends it in the reverse order, the journal's `station.stopped` last.
 * @param shell the seat's token, and the key of the vault where the shell keeps it
 */
export async function startStation(
  options: StationOptions,
  shell: { readonly token: string; readonly vaultKey: Buffer | null },
  clock: Clock,
  log: Log,
): Promise<Station> {
  await using starting = new AsyncDisposableStack()
  const { dataDir } = options
  const db = starting.adopt(openDatabase(dataDir), database => void database.close())
  starting.use(lockDataDir(dataDir))
  const journal = new Journal(db, clock)
  const stopping = starting.adopt(new AbortController(), controller => controller.abort()).signal
  const sites = new SiteStore({ file: options.siteFile, journal })
  const vault = openVault({
    file: join(dataDir, 'vault.bin'),
    key: shell.vaultKey ?? keyFromFile(dataDir),
    clock,
    log,
  })
  const ground: Ground = {
    options,
    clock,
    log,
    db,
    journal,
    sites,
    vault,
    credentials: new CredentialStore({
      vault,
      journal,
      secretsFile: options.secretsFile,
      fromFile: sites.errors.length === 0 ? loadSecrets(options.secretsFile) : new Map(),
    }),
    stopping,
  }
  startHeartbeat({ db, journal, clock, signal: stopping, about: { node: process.version, pid: process.pid } })
  starting.defer(
    () => void journal.append({ actor: station, kind: 'station.stopped', subject: 'station', body: {} }),
  )
  sites.noteLoaded()
  const link = await startFeatures(ground, shell.token, starting)
  log.info({ url: link.url, dataDir }, 'station started')
  const owned = starting.move()
  return { url: link.url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function startFeatures(ground: Ground, token: string, starting: AsyncDisposableStack): Promise<Link> {
  const { options, clock, log, db, journal, sites } = ground
  // What these take of the site is read once: people, panels and time servers change with a restart.
  const site = sites.current
  const { dataDir } = options
  const watch = new JournalWatch(journal)
  const duty = new DutyService({ db, journal, clock, users: site.users, seatHash: sha256(token) })
  const incidents = new IncidentService({ db, journal, clock })
  const camerasOf = (zoneId: string) =>
    sites.current.panels.flatMap(panel => panel.zones).find(zone => zone.id === zoneId)?.cameras ?? []
  const intrusion = new IntrusionService({ site, camerasOf, db, journal, clock, incidents })
  const cameraOf = (id: string) => sites.current.cameras.find(camera => camera.id === id) ?? null
  const nameOf = (id: string) => cameraOf(id)?.name ?? id
  const ledgers = new LedgerService({ journal, clock, school: site.site.name, dataDir, cameraName: nameOf })
  const attachments = new Attachments({ dataDir, db, journal, clock })
  const approvals = new Approvals({
    db,
    journal,
    clock,
    attachments,
    cameras: () => sites.current.cameras,
    people: () => duty.people(),
  })
  const daily = new DailyChecks({
    db,
    journal,
    clock,
    incidents,
    cameras: () => sites.current.cameras.filter(({ retired }) => !retired),
  })
  const tools = { ffmpeg: findFfmpeg(), registry: openChildRegistry(dataDir) }
  const cameras = await openCameras(ground, tools, starting)
  const recordings = starting.use(
    await startRecordings({
      cameras: () => sites.current.cameras,
      streams: cameras,
      incidentOf: id => incidents.byId(id),
      incidents,
      places: () => sites.current.places,
      storage: () => sites.current.storage,
      isClockProved: () => Math.abs(proof.deviationMs() ?? Infinity) <= clockDeviationLimitMs,
      requests: approvals,
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
  const state = stateOf(ground, watch, proof)
  const gate = gateOver(
    () => duty.session(),
    (call, code) => duty.refused(call, code),
  )
  const desk = {
    actor: () => duty.actor(),
    session: () => duty.session(),
    check: (permission: Permission) => gate.check(permission),
  }
  const listening = starting.use(new Listening({ cameras, nameOf, clock, journal, ...tools }))
  const ptz = starting.use(new Ptz({ ...ground, credentialsOf: name => ground.credentials.get(name) }))
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
  const handlers = {
    ...stationHandlers(
      () => sites.current,
      state,
      () => watch.check(),
    ),
    ...dutyHandlers(duty),
    ...cameraHandlers(cameras),
    ...intrusionHandlers(intrusion, desk),
    ...snapshotHandlers(snapshots, incidents, desk),
    ...viewHandlers(views, desk),
    ...ptzHandlers(ptz, desk),
    ...incidentHandlers(incidents, desk, cameraOf, pictures),
    ...recordingHandlers(recordings, desk),
    ...storageHandlers(recordings.storage, desk),
    ...timelineHandlers(recordings, desk),
    ...ledgerHandlers(ledgers, desk),
    ...setupHandlers(onboarding, ground.credentials, desk, join(dataDir, 'exports')),
    ...exportHandlers(exports, desk),
    ...dailyCheckHandlers(daily, desk),
    ...attachmentHandlers(attachments, desk),
    ...approvalHandlers(approvals, desk, () => ({
      school: site.site.name,
      printedAtMs: clock.now(),
      head: journal.head(),
    })),
  }
  const link = starting.use(
    await startLink({
      port: options.port,
      token,
      allowedOrigins: options.allowedOrigins,
      handlers,
      gate,
      streams: {
        '/live': liveServer(cameras),
        '/listen': listenServer(listening, gate, () => duty.actor()),
        '/playback': playbackServer(recordings, () => duty.actorIfAny(), log, { ...tools, clock }),
      },
      log,
    }),
  )
  duty.changed.on(report => {
    // Whoever leaves the desk takes nothing along: their viewing ends with the session.
    recordings.grants.seatedNow(report.session?.person.id ?? null)
    listening.seatedNow(report.session?.person.id ?? null)
    ptz.seatedNow(report.session?.person.id ?? null, duty.seatedIds())
    link.push('duty', report)
    link.push('approvals', approvals.report(report.session?.person ?? null))
    link.push('views', views.list(report.session?.person.id ?? null))
  })
  ground.credentials.changed.on(name => {
    cameras.credentialsChanged(name)
    recordings.follow()
    ptz.follow()
  })
  sites.changed.on(changed => {
    cameras.apply(changed.cameras)
    recordings.follow()
    ptz.follow()
    link.push('site', viewOfSite(changed))
  })
  ptz.changed.on(reports => link.push('ptz', reports))
  views.changed.on(() => link.push('views', views.list(duty.session()?.person.id ?? null)))
  approvals.changed.on(approval => {
    if (isOver(approval)) recordings.grants.requestOver(approval.number)
    link.push('approvals', approvals.report(duty.session()?.person ?? null))
  })
  daily.changed.on(report => link.push('dailyCheck', report))
  incidents.changed.on(open => {
    recordings.storage.evidence.followIncidents(open)
    link.push('incidents', open)
  })
  recordings.storage.evidence.followIncidents(incidents.open())
  intrusion.changed.on(report => link.push('intrusion', report))
  cameras.changed.on(reports => link.push('cameras', reports))
  proof.measured.on(() => link.push('station', state()))
  starting.use(await startDrivers({ site, secrets: ground.credentials, service: intrusion, clock, log }))
  watch.check()
  void keepWatching(ground, () => {
    intrusion.checkOverdue()
    approvals.checkExpired()
    daily.checkDay()
    ptz.checkDue()
    link.push('station', state())
  })
  return link
}

/** What runs pictures through ffmpeg: found and proved once, since looking for it starts a process. */
interface Tools {
  readonly ffmpeg: string
  readonly registry: ChildRegistry
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
