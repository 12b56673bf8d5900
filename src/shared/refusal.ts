/**
 * A refusal is data with a code: something a person asked for that the station will not do, and why.
 * It crosses the link as `{ok: false, code, params}`; the screen turns the code into a sentence (`refusal.<code>`).
 * Everything else that is thrown is a bug and stays loud.
 */
export const refusalCodes = [
  'link.unknown-call',
  'link.bad-input',
  'link.internal',
  'link.closed',
  'duty.not-signed-on',
  'duty.wrong-pin',
  'duty.locked',
  'duty.unknown-user',
  'duty.secrecy-not-accepted',
  'duty.already-signed-on',
  'duty.handover-to-self',
  'duty.forbidden',
  'cameras.unknown',
  'cameras.no-stream',
  'cameras.no-sound',
  'cameras.listen-ended',
  'cameras.no-picture',
  'cameras.snapshot-failed',
  'cameras.unknown-picture',
  'ptz.none',
  'ptz.held',
  'ptz.outranked',
  'ptz.not-held',
  'ptz.is-guard',
  'ptz.unreachable',
  'ptz.unauthorised',
  'ptz.refused',
  'views.unknown',
  'views.name-taken',
  'views.too-many',
  'intrusion.unknown-partition',
  'intrusion.unknown-zone',
  'intrusion.cannot',
  'intrusion.checklist-incomplete',
  'intrusion.zones-open',
  'intrusion.panel-lost',
  'intrusion.panel-refused',
  'intrusion.no-answer',
  'intrusion.reason-required',
  'intrusion.rearm-time-required',
  'intrusion.already',
  'incidents.unknown',
  'incidents.closed',
  'incidents.step-out-of-order',
  'incidents.step-missing',
  'incidents.panic-not-reset',
  'incidents.text-required',
  'incidents.leader-not-told',
  'recordings.no-grant',
  'recordings.purpose-required',
  'recordings.span-invalid',
  'recordings.not-recorded',
  'recordings.unknown-lock',
  'recordings.storage-not-short',
  'recordings.plan-changed',
  'approvals.unknown',
  'approvals.wrong-state',
  'approvals.own-request',
  'approvals.second-person',
  'approvals.not-your-step',
  'approvals.not-a-viewer',
  'approvals.not-authorised',
  'approvals.out-of-scope',
  'approvals.expired',
  'approvals.reason-required',
  'approvals.matter-invalid',
  'exports.unknown',
  'exports.wrong-state',
  'exports.not-for-release',
  'exports.no-copies-left',
  'exports.cannot-write',
  'attachments.too-large',
  'attachments.not-a-scan',
  'attachments.unknown',
  'daily-check.not-started',
  'daily-check.over',
  'daily-check.cameras-left',
  'ledgers.unknown',
  'ledgers.too-many',
  'setup.unauthorised',
  'setup.unreachable',
  'setup.no-onvif',
  'setup.address-invalid',
  'setup.credentials-unknown',
  'setup.stream-unsupported',
  'setup.stream-lost',
  'setup.csv-row-wrong',
  'station.config-error',
  'station.site-file-changed',
  'station.site-file-unwritable',
  'station.site-invalid',
] as const

export type RefusalCode = (typeof refusalCodes)[number]
export type RefusalParams = Readonly<Record<string, string | number | readonly string[]>>

/** Thrown by a service to refuse what a person asked; never for a bug. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly params: RefusalParams
  constructor(code: RefusalCode, params: RefusalParams = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.params = params
  }
}
