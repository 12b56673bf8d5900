import { join } from 'node:path'
import { station } from '../../shared/domain/person.ts'
import { listenServer } from '../cameras/listen-socket.ts'
import { liveServer } from '../cameras/live-socket.ts'
import { startDrivers } from '../intrusion/start-drivers.ts'
import { Journal } from '../journal/journal.ts'
import { startLink, type Link } from '../link/server.ts'
import type { Clock } from '../platform/clock.ts'
import { openDatabase } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { keyFromFile } from '../platform/vault-key.ts'
import { openVault } from '../platform/vault.ts'
import { playbackServer } from '../recordings/playback-socket.ts'
import { CredentialStore } from './credentials.ts'
import { startHeartbeat } from './heartbeat.ts'
import { lockDataDir } from './lock.ts'
import type { StationOptions } from './options.ts'
import { loadSecrets } from './site-loader.ts'
import { SiteStore } from './site-store.ts'
import { keepWatching } from './state.ts'
import { connect } from './connections.ts'
import { startFeatures } from './features.ts'
import type { Ground } from './ground.ts'
import { handlersOf } from './handlers-of.ts'

export interface Station extends AsyncDisposable {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string
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
  const link = await openToScreens(ground, shell.token, starting)
  log.info({ url: link.url, dataDir }, 'station started')
  const owned = starting.move()
  return { url: link.url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function openToScreens(ground: Ground, token: string, starting: AsyncDisposableStack): Promise<Link> {
  const { options, clock, log } = ground
  const features = await startFeatures(ground, token, starting)
  const { cameras, recordings, listening, duty, gate, tools } = features
  const link = starting.use(
    await startLink({
      port: options.port,
      token,
      allowedOrigins: options.allowedOrigins,
      handlers: handlersOf(ground, features),
      gate,
      streams: {
        '/live': liveServer(cameras),
        '/listen': listenServer(listening, gate, () => duty.actor()),
        '/playback': playbackServer(recordings, () => duty.actorIfAny(), log, { ...tools, clock }),
      },
      log,
    }),
  )
  connect(ground, features, link)
  const { sites, credentials } = ground
  const drivers = starting.use(
    await startDrivers({
      site: sites.current,
      secrets: credentials,
      service: features.intrusion,
      tension: features.tension,
      clock,
      log,
    }),
  )
  sites.changed.on(site => void drivers.follow(site))
  credentials.changed.on(name => void drivers.credentialsChanged(name))
  // The screens could change the site while the drivers started.
  await drivers.follow(sites.current)
  features.cameraWatch.follow()
  features.watch.look()
  const { arming, approvals, daily, ptz, cameraWatch, state } = features
  void keepWatching(ground, () => {
    arming.check().catch((error: unknown) => log.error({ err: error }, 'the watch over arming failed'))
    features.presence.check()
    features.duty.readers.check()
    features.rostering.check()
    features.load.check()
    features.response.check()
    approvals.checkExpired()
    features.outages.checkDue()
    features.lostCameras.look()
    daily.checkDay()
    features.panels.work.checkDue()
    ptz.checkDue()
    cameraWatch.checkDue()
    features.intrusion.checkHealth()
    features.records.checkDue()
    link.push('station', state())
  })
  return link
}
