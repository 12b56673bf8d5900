import about from '../../../package.json' with { type: 'json' }
import type { StationState } from '../../shared/contract/station.ts'
import { station } from '../../shared/domain/person.ts'
import type { Permission } from '../../shared/domain/rights.ts'
import type { SiteFile } from '../../shared/site.ts'
import { cameraHandlers } from '../cameras/handlers.ts'
import { liveServer } from '../cameras/live-socket.ts'
import { startCameras, type Cameras } from '../cameras/service.ts'
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
import { openChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { findFfmpeg } from '../platform/ffmpeg.ts'
import type { Log } from '../platform/log.ts'
import { recordingHandlers } from '../recordings/handlers.ts'
import { playbackServer } from '../recordings/playback-socket.ts'
import { startRecordings } from '../recordings/service.ts'
import { stationHandlers } from './handlers.ts'
import { startHeartbeat } from './heartbeat.ts'
import { JournalWatch } from './journal-watch.ts'
import { lockDataDir } from './lock.ts'
import type { StationOptions } from './options.ts'
import { loadSecrets, loadSite, type ConfigError, type Secrets } from './site-loader.ts'

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
  readonly site: SiteFile
  readonly secrets: Secrets
  readonly configErrors: readonly ConfigError[]
  readonly stopping: AbortSignal
}

/** The station runs without a school: the console starts and shows what is wrong with the site file. */
const noSite: SiteFile = {
  version: 1,
  site: { id: 'none', name: '', profile: 'school' },
  plans: [],
  places: [],
  cameras: [],
  panels: [],
  users: [],
  contacts: [],
  quickPhrases: [],
  timeServers: [],
}

/** How often deadlines are looked at, and the top strip is told the station's state, ms. */
const watchIntervalMs = 1_000

/**
 * The composition root: starts the whole station in reading order; a failure half-way ends what was started. Disposing
 * ends it in the reverse order, the journal's `station.stopped` last.
 */
export async function startStation(
  options: StationOptions,
  token: string,
  clock: Clock,
  log: Log,
): Promise<Station> {
  await using starting = new AsyncDisposableStack()
  const { dataDir } = options
  const db = starting.adopt(openDatabase(dataDir), database => void database.close())
  starting.use(lockDataDir(dataDir))
  const journal = new Journal(db, clock)
  const loaded = loadSite(options.siteFile)
  const stopping = starting.adopt(new AbortController(), controller => controller.abort()).signal
  const ground: Ground = {
    options,
    clock,
    log,
    db,
    journal,
    site: loaded.ok ? loaded.site : noSite,
    secrets: loaded.ok ? loadSecrets(options.secretsFile) : new Map(),
    configErrors: loaded.ok ? [] : loaded.errors,
    stopping,
  }
  startHeartbeat({ db, journal, clock, signal: stopping, about: { node: process.version, pid: process.pid } })
  starting.defer(
    () => void journal.append({ actor: station, kind: 'station.stopped', subject: 'station', body: {} }),
  )
  noteSite(journal, loaded.ok ? loaded.digest : '', ground.configErrors)
  const link = await startFeatures(ground, token, starting)
  log.info({ url: link.url, dataDir }, 'station started')
  const owned = starting.move()
  return { url: link.url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function startFeatures(ground: Ground, token: string, starting: AsyncDisposableStack): Promise<Link> {
  const { options, clock, log, db, journal, site } = ground
  const { dataDir } = options
  const watch = new JournalWatch(journal)
  const duty = new DutyService({ db, journal, clock, users: site.users, seatHash: sha256(token) })
  const incidents = new IncidentService({ db, journal, clock })
  const intrusion = new IntrusionService({ site, db, journal, clock, incidents })
  const ledgers = new LedgerService({ journal, clock, school: site.site.name, dataDir })
  const cameras = await openCameras(ground, starting)
  const recordings = starting.use(
    await startRecordings({
      cameras: site.cameras,
      streams: cameras,
      incidentOf: id => incidents.byId(id),
      dataDir,
      db,
      journal,
      clock,
      log,
    }),
  )
  const proof = starting.use(new ClockWatch({ servers: site.timeServers, journal, incidents, clock, log }))
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
  const cameraOf = (id: string) => site.cameras.find(camera => camera.id === id) ?? null
  const handlers = {
    ...stationHandlers(site, state, () => watch.check()),
    ...dutyHandlers(duty),
    ...cameraHandlers(cameras),
    ...intrusionHandlers(intrusion, desk),
    ...incidentHandlers(incidents, desk, cameraOf),
    ...recordingHandlers(recordings, desk),
    ...ledgerHandlers(ledgers, desk),
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
        '/playback': playbackServer(recordings, () => duty.actorIfAny(), log),
      },
      log,
    }),
  )
  duty.changed.on(report => {
    // Whoever leaves the desk takes nothing along: their viewing ends with the session.
    recordings.grants.seatedNow(report.session?.person.id ?? null)
    link.push('duty', report)
  })
  incidents.changed.on(open => link.push('incidents', open))
  intrusion.changed.on(report => link.push('intrusion', report))
  cameras.changed.on(reports => link.push('cameras', reports))
  proof.measured.on(() => link.push('station', state()))
  starting.use(await startDrivers({ site, secrets: ground.secrets, service: intrusion, clock, log }))
  watch.check()
  void keepWatching(ground, () => {
    intrusion.checkOverdue()
    link.push('station', state())
  })
  return link
}

async function openCameras(ground: Ground, starting: AsyncDisposableStack): Promise<Cameras> {
  const { options, clock, log, journal, site, secrets } = ground
  const registry = openChildRegistry(options.dataDir)
  const orphans = await registry.endOrphans()
  if (orphans.length > 0) log.warn({ pids: orphans }, 'ended processes that an earlier run left behind')
  return starting.use(
    startCameras({
      cameras: site.cameras,
      credentialsOf: name => secrets.get(name) ?? null,
      ffmpeg: findFfmpeg(),
      registry,
      clock,
      log,
      journal,
    }),
  )
}

function stateOf(
  { clock, configErrors }: Ground,
  watch: JournalWatch,
  proof: ClockWatch,
): () => StationState {
  const startedAtMs = clock.now()
  return () => ({
    version: about.version,
    startedAtMs,
    nowMs: clock.now(),
    clockDeviationMs: proof.deviationMs(),
    configErrors: [...configErrors],
    journal: watch.state(),
  })
}

/** Notes which site file the station runs with, when it is another than last time. */
function noteSite(journal: Journal, digest: string, errors: readonly ConfigError[]): void {
  const last = journal.lastOf(['site.loaded', 'site.rejected'])
  const kind = errors.length === 0 ? 'site.loaded' : 'site.rejected'
  if (last?.kind === kind && last.body['digest'] === digest) return
  journal.append({ actor: station, kind, subject: 'site', body: { digest, errors: errors.slice(0, 20) } })
}

async function keepWatching({ clock, stopping, log }: Ground, look: () => void): Promise<void> {
  while (!stopping.aborted) {
    try {
      look()
    } catch (error) {
      log.error({ err: error }, 'the watch over deadlines failed')
    }
    await clock.sleep(watchIntervalMs, stopping)
  }
}
