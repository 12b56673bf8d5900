import { z } from 'zod'
import { schoolDays } from './site/arming.ts'
import { BackupSettings } from './site/backup.ts'
import { id, name } from './site/basics.ts'
import { Camera } from './site/cameras.ts'
import { PushReceiver } from './site/devices.ts'
import { defaultDutyRules, DutyRules } from './site/duty.ts'
import { Plan } from './site/map.ts'
import { Panel } from './site/panels.ts'
import { SiteUser } from './site/people.ts'
import { Place } from './site/places.ts'
import { checkReferences } from './site/references.ts'
import { AlarmResponse } from './site/response.ts'
import { RecordingVolume } from './site/storage.ts'
import { ArchiveCalendar } from './site/terms.ts'

/**
 * The site file: everything the station knows about the school before it starts. Checked once, when core reads it.
 * `resources/site.schema.json` is generated from here (`npm run schema`).
 */

export { Camera, CameraRecorder, RecorderTimes, ViewPurpose } from './site/cameras.ts'
export { Plan, PlanShape } from './site/map.ts'
export { Panel, Partition, Zone } from './site/panels.ts'
export { SiteUser } from './site/people.ts'
export { Place, PlaceType } from './site/places.ts'
export { RecordingVolume } from './site/storage.ts'

export const Contact = z.object({
  name,
  role: z.string(),
  phone: z.string(),
  when: z.enum(['always', 'working-hours']).default('always'),
})
export type Contact = z.infer<typeof Contact>

/** An NTP server of the school's network, or the district's. */
export const TimeServer = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535).default(123),
})
export type TimeServer = z.infer<typeof TimeServer>

export const SiteFile = z
  .object({
    $schema: z.string().optional(),
    version: z.literal(1),
    site: z.object({
      id,
      name: z.string().min(1).max(40),
      profile: z.enum(['school', 'university']).default('school'),
      notice: z.string().max(200).optional().describe('shown on the sign-on page, e.g. that this is a demo'),
    }),
    plans: z.array(Plan).min(1),
    places: z.array(Place).min(1),
    cameras: z.array(Camera),
    alarmReceiver: z
      .object({ host: z.string().default('0.0.0.0'), port: z.number().int().min(0).max(65535) })
      .optional()
      .describe('where alarm panels report to this station (SIA DC-09, TCP and UDP)'),
    pushReceiver: PushReceiver.optional().describe('where devices push their events to this station (HTTP)'),
    panels: z.array(Panel),
    retiredPanels: z
      .array(Panel)
      .default([])
      .describe('taken out of service; their ids are never given again'),
    users: z.array(SiteUser).min(1),
    duty: DutyRules.default(defaultDutyRules),
    contacts: z.array(Contact).default([]),
    quickPhrases: z.array(z.string().max(100)).default([]),
    schoolDays,
    response: AlarmResponse.prefault({}),
    storage: z
      .array(RecordingVolume)
      .max(16)
      .default([])
      .describe('disks for recordings; none: the folder `recordings` of the data folder'),
    backup: BackupSettings.optional().describe('copies of the records on a second disk or a share'),
    archives: ArchiveCalendar.prefault({}).describe('terms, after which the record goes to the authority'),
    timeServers: z
      .array(TimeServer)
      .max(8)
      .default([])
      .describe('NTP servers that the clock is compared with (A-15.1.4.b), asked in this order'),
  })
  .superRefine(checkReferences)
export type SiteFile = z.infer<typeof SiteFile>
