import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import { timeoutSignal } from '../platform/digest-fetch.ts'
import type { CommandResult } from './drivers/driver.ts'
import type { IntrusionService } from './service.ts'

/** How long a panel may take to show that nothing is left, ms. */
const timeoutMs = 12_000

/**
 * 消警: clears the alarm memory of a partition at the panel, confirmed when the panel shows no alarm there any more. What
 * was tried is in the ledger whatever came of it. While a panic of the panel is not reset with the key it is refused: the
 * press must stay to be seen at the panel.
 * @throws Refusal also with the reason the panel gave, e.g. `alarm still on`
 */
export async function clearAlarms(
  service: IntrusionService,
  partitionId: string,
  actor: UserActor,
): Promise<void> {
  const { context, picture } = service
  const target = picture.partition(partitionId)
  if (target === undefined) throw new Refusal('intrusion.unknown-partition')
  const { panel, partition } = target
  const control = service.controls.get(panel.id)
  const body = { partition: partition.name, partitionKind: partition.kind, panel: panel.name }
  const refused = (refusal: Refusal, reason: string = refusal.code, detail = ''): Refusal => {
    const kind = 'intrusion.clear-refused'
    context.journal.append({ actor, kind, subject: partitionId, body: { ...body, reason, detail } })
    return refusal
  }
  if (control?.abilities.clearsAlarms !== true) throw refused(new Refusal('intrusion.cannot'))
  if (picture.panels.get(panel.id)?.line !== 'online') throw refused(new Refusal('intrusion.panel-lost'))
  if (context.isPanicOpen?.(panel.id) === true) throw refused(new Refusal('intrusion.panic-not-reset'))
  using timeout = timeoutSignal(timeoutMs, context.clock)
  const result = await control.clearAlarms(partition.number, timeout.signal)
  if (!result.ok)
    throw refused(refusalOf(result), result.reason, 'detail' in result ? result.detail : undefined)
  context.journal.append({ actor, kind: 'intrusion.cleared', subject: partitionId, body })
}

function refusalOf(result: Extract<CommandResult, { ok: false }>): Refusal {
  if (result.reason === 'no-answer') return new Refusal('intrusion.no-answer')
  const detail = 'detail' in result ? result.detail : ''
  return detail === alarmStillOn
    ? new Refusal('intrusion.alarm-still-on')
    : new Refusal('intrusion.panel-refused', { detail })
}

/** The driver's words while the cause of an alarm lasts. */
const alarmStillOn = 'alarm still on'
