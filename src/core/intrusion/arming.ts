import type { PartitionReport } from '../../shared/contract/intrusion.ts'
import type { Checklist } from '../../shared/domain/checklist.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import { timeoutSignal } from '../platform/digest-fetch.ts'
import { checkedRearmTime } from './arming/extend.ts'
import type { CommandResult, PanelControl } from './drivers/driver.ts'
import type { IntrusionService } from './service.ts'

type Target = NonNullable<ReturnType<IntrusionService['picture']['partition']>>

/**
 * Arms a partition: the checklist of must be complete (intrusion), then the command goes to the panel, and
 * the state is "armed" only when the panel itself says so.
 * @throws Refusal with the reason the panel gave, e.g. `intrusion.zones-open` with the names of the zones
 */
export async function arm(
  service: IntrusionService,
  input: { partitionId: string; checklist: Checklist },
  actor: UserActor,
  force?: ForceNote,
): Promise<PartitionReport> {
  const target = targetOf(service, input.partitionId)
  const { checklist } = input
  return noted(service, target, 'arm', actor, async () => {
    const missing = target.partition.checklist.filter(item => !checklist[item])
    if (target.partition.kind === 'intrusion' && missing.length > 0 && force === undefined)
      throw new Refusal('intrusion.checklist-incomplete', { items: missing })
    return command(service, target, 'arm', actor, { checklist, ...(force === undefined ? {} : { force }) })
  })
}

/** Why a partition was armed although not everything was ready, and what was left out. */
export interface ForceNote {
  readonly reason: string
  /** Names of the zones taken out of service. */
  readonly bypassed: readonly string[]
  readonly endsAtMs: number
}

/** Runs an attempt; one that is refused before the panel was asked is written down as well (A-10.c). */
async function noted<T>(
  service: IntrusionService,
  target: Target,
  act: 'arm' | 'disarm',
  actor: UserActor,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    // What the panel refused is written down by itself, with its words.
    if (error instanceof Refusal && !panelSaid.has(error.code))
      service.context.journal.append({
        actor,
        kind: `intrusion.${act}-refused`,
        subject: target.partition.id,
        body: { ...bodyOf(target, {}), reason: error.code, items: error.params['items'] ?? [] },
      })
    throw error
  }
}

const panelSaid: ReadonlySet<string> = new Set([
  'intrusion.zones-open',
  'intrusion.panel-refused',
  'intrusion.no-answer',
  'intrusion.cancelled',
])

/**
 * Disarms a partition; a perimeter needs a reason and the time it will be armed again. An arming in its exit
 * delay is given up first: whoever went back inside must not wait for it.
 */
export async function disarm(
  service: IntrusionService,
  input: { partitionId: string; reason: string; rearmAtMs: number | null },
  actor: UserActor,
): Promise<PartitionReport> {
  const target = targetOf(service, input.partitionId)
  const { clock } = service.context
  const { reason, rearmAtMs } = input
  return noted(service, target, 'disarm', actor, async () => {
    const isPerimeter = target.partition.kind === 'perimeter'
    if (isPerimeter && reason === '') throw new Refusal('intrusion.reason-required')
    const details = {
      reason,
      ...(isPerimeter && { rearmAtMs: checkedRearmTime(rearmAtMs, clock.now()) }),
    }
    await service.armings.get(input.partitionId)?.()
    return command(service, targetOf(service, input.partitionId), 'disarm', actor, details)
  })
}

function targetOf(service: IntrusionService, partitionId: string): Target {
  const target = service.picture.partition(partitionId)
  if (target === undefined) throw new Refusal('intrusion.unknown-partition')
  return target
}

interface Details {
  readonly checklist?: Checklist
  readonly force?: ForceNote
  readonly reason?: string
  readonly rearmAtMs?: number
}

async function command(
  service: IntrusionService,
  target: Target,
  act: 'arm' | 'disarm',
  actor: UserActor,
  details: Details,
): Promise<PartitionReport> {
  const { partition, report: before } = target
  const control = controlOf(service, target)
  if (before.state === (act === 'arm' ? 'armed' : 'disarmed')) throw new Refusal('intrusion.already')
  if (service.busy.has(partition.id)) throw new Refusal('intrusion.already')
  const { journal, clock } = service.context
  service.busy.add(partition.id)
  using timeout = timeoutSignal(control.confirmMs, clock)
  using arming = act === 'arm' ? cancellable(service, partition.id) : null
  const waiting = arming === null ? timeout.signal : AbortSignal.any([timeout.signal, arming.signal])
  try {
    journal.append({
      actor,
      kind: `intrusion.${act}-asked`,
      subject: partition.id,
      body: bodyOf(target, details),
    })
    service.picture.setPartition(
      partition.id,
      act === 'arm' ? 'arming' : 'disarming',
      clock.now(),
      actor.name,
    )
    service.tell()
    const result = await control[act](partition.number, waiting)
    if (!result.ok && arming?.signal.aborted === true) throw cancelled(service, target, actor, details)
    if (!result.ok) throw refused(service, target, act, actor, result, details)
    return confirmed(service, target, act, actor, details)
  } catch (error) {
    // What the panel is in now is its to say: the next reading of its status tells; until then it was as before.
    const fallback = !isOnline(service, target)
      ? 'unknown'
      : arming?.signal.aborted === true
        ? 'arming'
        : before.state
    service.picture.setPartition(partition.id, fallback, clock.now(), '')
    throw error
  } finally {
    service.busy.delete(partition.id)
    service.tell()
  }
}

/** Lets a disarming give up the arming that waits for its exit delay; over when disposed. */
function cancellable(
  service: IntrusionService,
  partitionId: string,
): Disposable & { readonly signal: AbortSignal } {
  const cancelling = new AbortController()
  const ended = Promise.withResolvers<void>()
  service.armings.set(partitionId, () => {
    cancelling.abort()
    return ended.promise
  })
  return {
    signal: cancelling.signal,
    [Symbol.dispose]() {
      service.armings.delete(partitionId)
      ended.resolve()
    },
  }
}

/** Written down before the disarming that gave it up. */
function cancelled(service: IntrusionService, target: Target, actor: UserActor, details: Details): Refusal {
  const code = 'intrusion.cancelled'
  service.context.journal.append({
    actor,
    kind: 'intrusion.arm-refused',
    subject: target.partition.id,
    body: { ...bodyOf(target, details), reason: code },
  })
  return new Refusal(code)
}

const isOnline = (service: IntrusionService, { panel }: Target): boolean =>
  service.picture.panels.get(panel.id)?.line === 'online'

function controlOf(service: IntrusionService, target: Target): PanelControl {
  const control = service.controls.get(target.panel.id)
  if (control === undefined || !control.abilities.armsPartitions) throw new Refusal('intrusion.cannot')
  if (!isOnline(service, target) || target.report.state === 'unknown')
    throw new Refusal('intrusion.panel-lost')
  return control
}

function confirmed(
  service: IntrusionService,
  target: Target,
  act: 'arm' | 'disarm',
  actor: UserActor,
  details: Details,
): PartitionReport {
  const { journal, clock } = service.context
  const { id, kind } = target.partition
  journal.transaction(() => {
    journal.append({
      actor,
      kind: act === 'arm' ? 'intrusion.armed' : 'intrusion.disarmed',
      subject: id,
      body: bodyOf(target, details),
    })
    // Lost on its other line meanwhile, all of the panel stays unknown: the next reading tells.
    if (isOnline(service, target))
      service.picture.setPartition(id, act === 'arm' ? 'armed' : 'disarmed', clock.now(), actor.name)
    if (act === 'arm') service.perimeterArmed(id)
    else if (kind === 'perimeter') {
      const norm = {
        reason: details.reason ?? '',
        byName: actor.name,
        rearmAtMs: details.rearmAtMs ?? clock.now(),
      }
      service.perimeter.put({ partitionId: id, ...norm })
      service.picture.setNorm(id, norm)
    }
  })
  return targetOf(service, id).report
}

function refused(
  service: IntrusionService,
  target: Target,
  act: 'arm' | 'disarm',
  actor: UserActor,
  result: Extract<CommandResult, { ok: false }>,
  { checklist, force }: Details,
): Refusal {
  const zones = result.reason === 'zones-open' ? zoneNames(service, target, result.zoneNumbers) : []
  service.context.journal.append({
    actor,
    kind: `intrusion.${act}-refused`,
    subject: target.partition.id,
    body: {
      ...bodyOf(target, { ...(checklist && { checklist }), ...(force && { force }) }),
      reason: result.reason,
      zones,
      detail: 'detail' in result ? result.detail : '',
    },
  })
  switch (result.reason) {
    case 'zones-open':
      return new Refusal('intrusion.zones-open', { zones })
    case 'refused':
      return new Refusal('intrusion.panel-refused', { detail: result.detail })
    case 'no-answer':
      return new Refusal('intrusion.no-answer')
  }
}

function zoneNames(service: IntrusionService, target: Target, numbers: readonly number[]): string[] {
  return numbers.map(
    number => service.picture.zoneByNumber(target.panel.id, number)?.name ?? `#${String(number)}`,
  )
}

const bodyOf = (target: Target, details: Details): object => ({
  partition: target.partition.name,
  partitionKind: target.partition.kind,
  panel: target.panel.name,
  ...details,
})
