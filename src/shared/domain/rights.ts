import { z } from 'zod'

/** Roles of the people who use the console (requirements: A-7, A-N1 – A-N5). */
export const Role = z.enum([
  'principal',
  'schoolLeader',
  'securityRep',
  'schoolSafetyOffice',
  'generalAffairs',
  'guardLeader',
  'dutyGuard',
  'nightGuard',
  'equipmentOfficer',
  'kitchenRep',
  'netAdmin',
])
export type Role = z.infer<typeof Role>

/** What a call may need. Checked in core; the screen only greys out. */
export const Permission = z.enum([
  'duty.stand-watch',
  'duty.note',
  'incidents.handle',
  'incidents.shelve',
  'intrusion.arm',
  'intrusion.disarm-perimeter',
  'intrusion.force',
  'intrusion.bypass',
  'intrusion.schedule',
  'intrusion.read-setup',
  'intrusion.configure',
  'intrusion.network',
  'intrusion.walk-test',
  'site.transfer',
  'recordings.daily-check',
  'recordings.incident-review',
  'ledgers.read',
  'ledgers.export',
  'journal.verify',
  'approvals.apply',
  'approvals.read-all',
  'recordings.approved-request',
  'recordings.export',
  'views.share',
  'map.edit',
  'map.print',
  'cameras.snapshot',
  'cameras.listen',
  'cameras.ptz',
  'cameras.ptz-presets',
  'cameras.relay',
  'cameras.read-setup',
  'cameras.configure',
  'cameras.network',
  'cameras.credentials',
  'cameras.test-picture',
  'recordings.lock',
  'recordings.release-lock',
  'recordings.decide-storage',
])
export type Permission = z.infer<typeof Permission>

const guard: readonly Permission[] = [
  'duty.stand-watch',
  'duty.note',
  'incidents.handle',
  'recordings.daily-check',
  'recordings.incident-review',
  'approvals.apply',
  'recordings.approved-request',
  'ledgers.read',
  'cameras.snapshot',
  'cameras.ptz',
  'cameras.relay',
  'recordings.lock',
]
const reader: readonly Permission[] = [
  'ledgers.read',
  'ledgers.export',
  'journal.verify',
  'approvals.apply',
  'approvals.read-all',
  'recordings.approved-request',
]

/**
 * Rights per role. Arming of intrusion partitions is the night guard's and the guard leader's (A-N3.2);
 * a perimeter is armed as the norm, so its disarming is the leader's and the representative's. Arming with
 * something not ready is the leader's alone; when the school is armed is the representative's and the officer's to set.
 */
const rightsOfRole: Readonly<Record<Role, readonly Permission[]>> = {
  principal: [
    ...reader,
    'map.print',
    'recordings.lock',
    'recordings.release-lock',
    'recordings.decide-storage',
  ],
  schoolLeader: [...reader],
  securityRep: [
    ...reader,
    'map.print',
    'recordings.lock',
    'recordings.release-lock',
    'recordings.decide-storage',
    'intrusion.disarm-perimeter',
    'intrusion.bypass',
    'intrusion.schedule',
    'recordings.daily-check',
    'incidents.handle',
    'incidents.shelve',
    'cameras.snapshot',
    'cameras.listen',
    'cameras.ptz',
    'cameras.relay',
    'views.share',
    'recordings.export',
    'cameras.read-setup',
    'intrusion.read-setup',
  ],
  schoolSafetyOffice: [...reader, 'recordings.lock', 'recordings.export'],
  generalAffairs: ['ledgers.read', 'approvals.apply', 'approvals.read-all', 'recordings.approved-request'],
  guardLeader: [
    ...guard,
    'cameras.listen',
    'cameras.ptz-presets',
    'approvals.read-all',
    'intrusion.arm',
    'intrusion.force',
    'intrusion.bypass',
    'intrusion.disarm-perimeter',
    'ledgers.export',
    'journal.verify',
    'views.share',
    'recordings.export',
  ],
  dutyGuard: [...guard],
  nightGuard: [...guard, 'intrusion.arm', 'intrusion.disarm-perimeter', 'incidents.shelve'],
  equipmentOfficer: [
    ...reader,
    'map.edit',
    'map.print',
    'recordings.export',
    'views.share',
    'recordings.daily-check',
    'cameras.ptz',
    'cameras.ptz-presets',
    'cameras.relay',
    'cameras.read-setup',
    'intrusion.read-setup',
    'intrusion.schedule',
    'intrusion.configure',
    'intrusion.network',
    'intrusion.walk-test',
    'site.transfer',
    'cameras.configure',
    'cameras.network',
    'cameras.credentials',
    'cameras.test-picture',
  ],
  kitchenRep: [],
  // The network and its passwords, but never a picture (A-N2).
  netAdmin: [
    'cameras.read-setup',
    'intrusion.read-setup',
    'intrusion.network',
    'cameras.network',
    'cameras.credentials',
  ],
}

/** All rights of somebody with these roles. */
export function rightsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap(role => rightsOfRole[role]))
}
