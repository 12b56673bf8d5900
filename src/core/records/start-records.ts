import { join } from 'node:path'
import { station } from '../../shared/domain/person.ts'
import { Backups } from '../backup/service.ts'
import type { IncidentService } from '../incidents/service.ts'
import { announceKey } from '../journal/announce-key.ts'
import { Seals } from '../journal/seals.ts'
import type { LedgerService } from '../ledgers/service.ts'
import { stationKey } from '../platform/station-key.ts'
import type { IndexKeeper } from '../search/index-keeper.ts'
import type { Ground } from '../station/ground.ts'
import type { JournalWatch } from '../station/journal-watch.ts'
import { Retention } from './retention.ts'
import { Records } from './service.ts'

/** Opens the keeping of the record; says loudly when the station signs with another key than before. */
export function openRecords(
  ground: Ground,
  features: {
    incidents: IncidentService
    ledgers: LedgerService
    keeper: IndexKeeper
    watch: JournalWatch
    /** Whether a time server vouches for the clock at this moment. */
    isClockProved: () => boolean
  },
): Records {
  const { db, journal, clock, log, sites, options } = ground
  const { incidents, ledgers, keeper, watch, isClockProved } = features
  const key = stationKey(ground.vault)
  const { replaces } = announceKey(journal, key)
  if (replaces !== null) {
    log.error({ old: replaces, new: key.fingerprint }, 'the station signs with another key than before')
    incidents.occur({
      kind: 'device-fault',
      place: { key: 'station:key', name: '签名密钥', panelId: null, zoneId: null, cameraIds: [] },
      actor: station,
      code: 'station-key-replaced',
      deviceAtMs: null,
      receivedAtMs: clock.now(),
    })
  }
  const seals = new Seals({ journal, key, clock, file: join(options.dataDir, 'journal-heads.jsonl') })
  const retention = new Retention({
    db,
    journal,
    clock,
    keeper,
    groupedKinds: () => ledgers.groupedKinds(),
    openSubjects: () => incidents.open().map(({ id }) => `incident:${id}`),
    isWhole: () => watch.state().state === 'whole',
    isClockProved,
  })
  const backups = new Backups({
    ...ground,
    seals,
    incidents,
    dataDir: options.dataDir,
    siteFile: options.siteFile,
    stationName: () => sites.current.site.name,
    settings: () => sites.current.backup,
  })
  const tellClockAhead = () =>
    incidents.occur({
      kind: 'device-fault',
      place: {
        key: 'station:clock-ahead',
        name: '值守台时钟曾超前',
        panelId: null,
        zoneId: null,
        cameraIds: [],
      },
      actor: station,
      code: 'clock-was-ahead',
      deviceAtMs: null,
      receivedAtMs: clock.now(),
    })
  return new Records({
    ...ground,
    tellClockAhead,
    dataDir: options.dataDir,
    seals,
    watch,
    retention,
    backups,
  })
}
