import type { Bypass } from '../../../shared/contract/arming.ts'
import type { PanelStatus, PartitionState, ZoneState } from '../../../shared/domain/intrusion.ts'
import { station, type Actor, type UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Panel, Zone } from '../../../shared/site.ts'
import type { CommandResult, PanelControl } from '../drivers/driver.ts'
import type { ArmingContext } from './context.ts'
import type { BypassOrder } from './tables.ts'

/** The longest that a zone may be out of service by order of the console, hours. */
const longestBypassHours = 24
/** How long a panel may take to confirm, ms. */
const commandTimeoutMs = 12_000
/** So many readings in a row must say that a zone is in service: one may be older than the command. */
const readingsNeeded = 2
/** Between two tries to end a bypass that the panel does not end, ms. */
const retryMs = 15_000

interface Target {
  readonly panel: Panel
  readonly zone: Zone
  readonly partitionId: string
}

/**
 * Zones out of service: by order of a person, with a reason and an end. A bypass ends at its end, and with the disarming
 * of its partition at the latest; it is listed until the device confirmed that. Panic, fire and tamper zones are never
 * bypassed.
 */
export class Bypasses {
  readonly #context: ArmingContext
  readonly #orders: Map<string, BypassOrder>
  /** Zones that a command is under way for. */
  readonly #busy = new Set<string>()
  /** When the end of a bypass was tried last, monotonic ms. */
  readonly #triedMs = new Map<string, number>()
  /** Zones by order that the device reads out as in service, and how many readings in a row. */
  readonly #inService = new Map<string, number>()

  constructor(context: ArmingContext) {
    this.#context = context
    this.#orders = context.tables.bypasses.all()
    context.intrusion.read.on(({ panel, status }) => this.#look(panel, status))
  }

  /** All zones out of service, those by order and those that only the device knows of. */
  list(): Bypass[] {
    const listed = [...this.#orders.values()].map(
      ({ zoneId, reason, byName, sinceMs, endsAtMs, overdueTold }) => ({
        zoneId,
        order: { reason, byName, sinceMs, endsAtMs, isOverdue: overdueTold },
      }),
    )
    const others = this.#context.intrusion.picture
      .report()
      .zones.filter(({ id, state }) => state === 'bypassed' && !this.#orders.has(id))
      .map(({ id }) => ({ zoneId: id, order: null }))
    return [...listed, ...others]
  }

  /** @throws Refusal also with the reason the panel gave; nothing is bypassed then */
  async begin(
    input: { zoneId: string; reason: string; endsAtMs: number },
    actor: UserActor,
    how: 'alone' | 'force' = 'alone',
  ): Promise<void> {
    const { journal, clock } = this.#context.intrusion.context
    const target = this.targetOf(input.zoneId)
    this.checkEnd(input.endsAtMs)
    const { zoneId, reason, endsAtMs } = input
    if (this.#orders.has(zoneId) || this.#busy.has(zoneId)) throw new Refusal('intrusion.already')
    const body = { ...bodyOf(target), reason, endsAtMs, how }
    const result = await this.#command(target, true)
    if (!result.ok) {
      const kind = 'intrusion.bypass-refused'
      journal.append({ actor, kind, subject: zoneId, body: { ...body, refusal: result.reason } })
      throw refusalOf(result)
    }
    const { partitionId } = target
    const sinceMs = clock.now()
    const order = { zoneId, partitionId, reason, byName: actor.name, sinceMs, endsAtMs }
    journal.transaction(() => {
      journal.append({ actor, kind: 'intrusion.bypassed', subject: zoneId, body })
      this.#keep(zoneId, { ...order, seenArmed: false, overdueTold: false })
    })
    this.#context.intrusion.tell()
  }

  /** Puts a zone back into service before its time, also one that was bypassed at the keypad. */
  async end(
    zoneId: string,
    actor: Actor,
    why: 'asked' | 'time' | 'disarmed' | 'arming-failed',
  ): Promise<void> {
    const { journal } = this.#context.intrusion.context
    const target = this.targetOf(zoneId)
    const isKnown = this.#orders.has(zoneId)
    if (!isKnown && this.#context.intrusion.picture.zoneReport(zoneId)?.state !== 'bypassed')
      throw new Refusal('intrusion.not-bypassed')
    const result = await this.#command(target, false)
    if (!result.ok) throw refusalOf(result)
    journal.transaction(() => {
      journal.append({
        actor,
        kind: 'intrusion.bypass-ended',
        subject: zoneId,
        body: { ...bodyOf(target), why },
      })
      this.#keep(zoneId, null)
    })
    this.#context.intrusion.tell()
  }

  /** Ends what has come to its end; tries again until the device confirms. Called every second; never rejects. */
  async check(): Promise<void> {
    for (const order of this.#orders.values())
      if (!order.seenArmed && this.#stateOf(order) === 'armed')
        this.#keep(order.zoneId, { ...order, seenArmed: true })
    const due = [...this.#orders.values()].flatMap(order => {
      const why = this.#whyOver(order)
      return why === null || !this.#mayTry(order.zoneId) ? [] : [{ order, why }]
    })
    for (const { order, why } of due) await this.#endOf(order, why)
    for (const [zoneId, readings] of this.#inService)
      if (readings >= readingsNeeded) this.#endedByDevice(zoneId)
  }

  #look(panel: Panel, status: PanelStatus): void {
    for (const { number, state, isBypassed = bypassIn(state) } of status.zones) {
      const zone = panel.zones.find(known => known.number === number)
      if (zone === undefined || isBypassed === null) continue
      if (isBypassed || this.#busy.has(zone.id) || !this.#orders.has(zone.id)) this.#inService.delete(zone.id)
      else this.#inService.set(zone.id, (this.#inService.get(zone.id) ?? 0) + 1)
    }
  }

  /** Somebody put it back at the keypad: what the device says counts. */
  #endedByDevice(zoneId: string): void {
    const { journal, incidents } = this.#context.intrusion.context
    this.#inService.delete(zoneId)
    if (!this.#orders.has(zoneId) || this.#busy.has(zoneId)) return
    const target = this.targetOf(zoneId)
    const actor = { kind: 'device', id: target.panel.id } as const
    journal.transaction(() => {
      journal.append({
        actor,
        kind: 'intrusion.bypass-ended',
        subject: zoneId,
        body: { ...bodyOf(target), why: 'device' },
      })
      incidents.restored(`${zoneId}:bypass`, actor, 'ended')
      this.#keep(zoneId, null)
    })
    this.#context.intrusion.tell()
  }

  /** @throws Refusal when a bypass must not end then */
  checkEnd(endsAtMs: number): void {
    const nowMs = this.#context.intrusion.context.clock.now()
    if (endsAtMs <= nowMs || endsAtMs > nowMs + longestBypassHours * 3_600_000)
      throw new Refusal('intrusion.end-invalid', { hours: longestBypassHours })
  }

  /** @throws Refusal for a zone that nobody may take out of service, or that is none */
  targetOf(zoneId: string): Target {
    for (const panel of this.#context.sites.current.panels) {
      const zone = panel.zones.find(({ id }) => id === zoneId)
      if (zone === undefined) continue
      if (zone.partition === undefined) throw new Refusal('intrusion.never-bypassed')
      return { panel, zone, partitionId: zone.partition }
    }
    throw new Refusal('intrusion.unknown-zone')
  }

  #whyOver(order: BypassOrder): 'time' | 'disarmed' | null {
    const { clock } = this.#context.intrusion.context
    if (clock.now() >= order.endsAtMs) return 'time'
    // Bypassed while disarmed (for the arming to come) it stays until a disarming after that.
    return order.seenArmed && this.#stateOf(order) === 'disarmed' ? 'disarmed' : null
  }

  #stateOf(order: BypassOrder): PartitionState {
    return this.#context.intrusion.picture.partitions.get(order.partitionId)?.state ?? 'unknown'
  }

  #mayTry(zoneId: string): boolean {
    const nowMs = this.#context.intrusion.context.clock.monotonic()
    const triedMs = this.#triedMs.get(zoneId)
    if (this.#busy.has(zoneId) || (triedMs !== undefined && nowMs < triedMs + retryMs)) return false
    this.#triedMs.set(zoneId, nowMs)
    return true
  }

  async #endOf(order: BypassOrder, why: 'time' | 'disarmed'): Promise<void> {
    try {
      await this.end(order.zoneId, station, why)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // The zone or its panel is gone from the site: there is nothing left to put back.
      if (error.code === 'intrusion.unknown-zone') this.#keep(order.zoneId, null)
      else this.#tellOverdue(order, error)
    }
  }

  #tellOverdue(order: BypassOrder, refusal: Refusal): void {
    if (order.overdueTold) return
    const { journal, incidents, clock } = this.#context.intrusion.context
    const target = this.targetOf(order.zoneId)
    journal.transaction(() => {
      journal.append({
        actor: station,
        kind: 'intrusion.bypass-overdue',
        subject: order.zoneId,
        body: { ...bodyOf(target), reason: order.reason, refusal: refusal.code },
      })
      this.#keep(order.zoneId, { ...order, overdueTold: true })
      incidents.occur({
        kind: 'device-fault',
        place: {
          key: `${order.zoneId}:bypass`,
          name: target.zone.name,
          panelId: target.panel.id,
          zoneId: order.zoneId,
          cameraIds: [],
        },
        actor: station,
        code: 'bypass-overdue',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      })
    })
  }

  async #command(target: Target, isBypassed: boolean): Promise<CommandResult> {
    const { intrusion } = this.#context
    const control = this.#controlOf(target.panel.id)
    this.#busy.add(target.zone.id)
    try {
      const result = await control.bypass(
        target.zone.number,
        isBypassed,
        AbortSignal.timeout(commandTimeoutMs),
      )
      if (result.ok && !isBypassed)
        intrusion.context.incidents.restored(`${target.zone.id}:bypass`, station, 'ended')
      return result
    } finally {
      this.#busy.delete(target.zone.id)
    }
  }

  #controlOf(panelId: string): PanelControl {
    const { intrusion } = this.#context
    const control = intrusion.controls.get(panelId)
    if (control === undefined || !control.abilities.bypassesZones) throw new Refusal('intrusion.cannot')
    if (intrusion.picture.panels.get(panelId)?.line !== 'online') throw new Refusal('intrusion.panel-lost')
    return control
  }

  #keep(zoneId: string, order: BypassOrder | null): void {
    const { bypasses } = this.#context.tables
    if (order === null) {
      bypasses.remove(zoneId)
      this.#orders.delete(zoneId)
      this.#triedMs.delete(zoneId)
    } else {
      bypasses.put(zoneId, order)
      this.#orders.set(zoneId, order)
    }
  }
}

/** What a state alone says of a bypass; null where it may hide one. */
function bypassIn(state: ZoneState): boolean | null {
  if (state === 'bypassed') return true
  return state === 'normal' || state === 'open' ? false : null
}

const bodyOf = ({ panel, zone, partitionId }: Target): object => ({
  partition: panel.partitions.find(({ id }) => id === partitionId)?.name ?? partitionId,
  zone: zone.name,
  panel: panel.name,
})

function refusalOf(result: Extract<CommandResult, { ok: false }>): Refusal {
  switch (result.reason) {
    case 'refused':
      return new Refusal('intrusion.panel-refused', { detail: result.detail })
    case 'zones-open':
      return new Refusal('intrusion.panel-refused', { detail: '' })
    case 'no-answer':
      return new Refusal('intrusion.no-answer')
  }
}
