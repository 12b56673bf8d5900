import { join } from 'node:path'
import { approvalHandlers } from '../approvals/handlers.ts'
import { archiveHandlers } from '../archives/handlers.ts'
import { attachmentHandlers } from '../attachments/handlers.ts'
import { cameraHandlers } from '../cameras/handlers.ts'
import { setupHandlers } from '../cameras/onboarding/handlers.ts'
import { ptzHandlers } from '../cameras/ptz/handlers.ts'
import { relayHandlers } from '../cameras/relays/handlers.ts'
import { snapshotHandlers } from '../cameras/snapshots/handlers.ts'
import { viewHandlers } from '../cameras/views/handlers.ts'
import { dailyCheckHandlers } from '../checks/daily/handlers.ts'
import { inspectionHandlers } from '../checks/inspection/handlers.ts'
import { dutyHandlers } from '../duty/handlers.ts'
import { incidentHandlers } from '../incidents/handlers.ts'
import { inspectorHandlers } from '../inspector/handlers.ts'
import { armingHandlers } from '../intrusion/arming/handlers.ts'
import { intrusionHandlers } from '../intrusion/handlers.ts'
import { tensionHandlers } from '../intrusion/tension/handlers.ts'
import { outageHandlers } from '../outages/handlers.ts'
import { panelSetupHandlers } from '../intrusion/setup/handlers.ts'
import { bookHandlers } from '../ledgers/books/handlers.ts'
import { ledgerHandlers } from '../ledgers/handlers.ts'
import { exportHandlers } from '../recordings/export/handlers.ts'
import { mapHandlers } from '../map/handlers.ts'
import { recordsHandlers } from '../records/handlers.ts'
import { recordingHandlers } from '../recordings/handlers.ts'
import { storageHandlers } from '../recordings/storage-handlers.ts'
import { timelineHandlers } from '../recordings/timeline-handlers.ts'
import { searchHandlers } from '../search/handlers.ts'
import { stationHandlers } from './handlers.ts'
import { siteTransferHandlers } from './transfer/handlers.ts'
import type { Features } from './features.ts'
import type { Ground } from './ground.ts'

/** What answers every call of the contract: each feature answers its own. */
export function handlersOf({ options, sites, clock, journal, credentials }: Ground, features: Features) {
  const {
    map,
    duty,
    incidents,
    load,
    intrusion,
    arming,
    ledgers,
    attachments,
    approvals,
    daily,
    cameras,
    recordings,
    exports,
    state,
    desk,
    ptz,
    cameraWatch,
    views,
    snapshots,
    pictures,
    onboarding,
    watch,
    cameraOf,
  } = features
  const school = sites.current.site
  return {
    ...stationHandlers(
      () => sites.current,
      state,
      () => watch.check(true),
    ),
    ...dutyHandlers(duty, features.presence),
    ...features.rostering.handlers(desk),
    ...features.administration.handlers(desk),
    ...cameraHandlers(cameras),
    ...intrusionHandlers(intrusion, desk),
    ...tensionHandlers(features.tension, () => sites.current.panels),
    ...armingHandlers(arming, desk),
    ...snapshotHandlers(snapshots, incidents, desk),
    ...viewHandlers(views, desk),
    ...ptzHandlers(ptz, desk),
    ...relayHandlers(cameraWatch.relays, desk, cameraWatch.events.inputs),
    ...incidentHandlers(incidents, desk, cameraOf, pictures),
    ...load.handlers(desk),
    ...features.response.handlers(desk),
    ...recordingHandlers(recordings, desk),
    ...storageHandlers(recordings.storage, desk),
    ...timelineHandlers(recordings, desk),
    ...ledgerHandlers(ledgers, features.closings, desk),
    ...searchHandlers(features.search.search, desk),
    ...recordsHandlers(features.records, desk),
    ...bookHandlers(features, journal, desk),
    ...inspectionHandlers(features.inspection, desk),
    ...inspectorHandlers(features.inspector, desk),
    ...setupHandlers(onboarding, credentials, desk, join(options.dataDir, 'exports'), features.consent),
    ...siteTransferHandlers(features.transfer, desk),
    ...panelSetupHandlers(features.panels.setup, features.panels.work, desk, features.consent),
    ...exportHandlers(exports, desk),
    ...dailyCheckHandlers(daily, desk),
    ...mapHandlers(map, desk),
    ...attachmentHandlers(attachments, desk),
    ...archiveHandlers(features.archives, sites, attachments, desk),
    ...outageHandlers(features.outages),
    ...approvalHandlers(approvals, { ...desk, prove: (id, pin) => duty.prove(id, pin) }, () => ({
      school: school.name,
      printedAtMs: clock.now(),
      head: journal.head(),
    })),
  }
}
