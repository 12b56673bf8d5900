import type { IntrusionReport, PartitionReport } from '../../shared/contract/intrusion.ts'
import type { PanelHealth, PanelStatus, Signal, UnknownAccount } from '../../shared/domain/intrusion.ts'
import { station, type Actor } from '../../shared/domain/person.ts'
import type { Panel, SiteFile, Zone } from '../../shared/site.ts'
import { incidentKindOf } from '../incidents/rules.ts'
import { Emitter } from '../platform/emitter.ts'
import type { IntrusionContext } from './context.ts'
import { codeName } from './drivers/dc09/code-name.ts'
import type {
  DeliveredSignal,
  Delivery,
  DriverSink,
  LinePath,
  PanelControl,
  Stranger,
} from './drivers/driver.ts'
import { BlindTimes } from './health/blind-times.ts'
import { foundAlarms, raiseFound } from './health/found-alarms.ts'
import { HealthWatch } from './health/health-watch.ts'
import { SilentAlarms } from './health/silent-alarms.ts'
import { reportedArming } from './arming/reported.ts'
import { meantAt } from './fence-loop.ts'
import { IntrusionPicture } from './picture.ts'
import { placeOfPanel, placeOfUnknownZone, placeOfZone } from './places.ts'
import { placesGone } from './places-gone.ts'
import { Untold } from './untold.ts'
import { deliveryTable, perimeterTable, strangerTable } from './table.ts'

/**
 * The panels and fence hosts of the school. Drivers tell it what devices say (it is their `DriverSink`); it keeps the
 * picture, writes the journal and raises incidents. Commands are in `arming.ts`.
 */
export class IntrusionService implements DriverSink {
  readonly changed = new Emitter<IntrusionReport>()
  /** Every reading that is believed. Listeners only take note: they must not throw in a driver's loop. */
  readonly read = new Emitter<{ readonly panel: Panel; readonly status: PanelStatus }>()
  readonly picture: IntrusionPicture
  readonly perimeter: ReturnType<typeof perimeterTable>
  /** How to command a panel; empty for panels that only report. Filled when the drivers start. */
  readonly controls = new Map<string, PanelControl>()
  /** Partitions that a command is under way for; readings of the device do not touch them meanwhile. */
  readonly busy = new Set<string>()
  /** Armings in their exit delay: how to give one up for a disarming; resolves when it has ended. */
  readonly armings = new Map<string, () => Promise<void>>()
  readonly context: IntrusionContext
  readonly health: HealthWatch
  readonly #blind: BlindTimes
  readonly #untold: Untold
  readonly #silent: SilentAlarms
  readonly #deliveries: ReturnType<typeof deliveryTable>
  readonly #strangers: ReturnType<typeof strangerTable>
  #lastTold = ''

  constructor(context: IntrusionContext) {
    this.context = context
    this.picture = new IntrusionPicture(context.site, context.clock.now())
    this.health = new HealthWatch({ ...context, picture: this.picture })
    this.#untold = new Untold(context.journal, context.log)
    this.#silent = new SilentAlarms({
      picture: this.picture,
      isWalked: (panelId, zone) => context.work?.isWalked(panelId, zone) === true,
      raise: (panel, alarm) => this.#untold.record(panel.id, () => raiseFound(this, panel, alarm)),
    })
    context.work?.testEnded.on(test => this.#silent.testEnded(test))
    this.#blind = new BlindTimes(context.journal, context.clock)
    this.perimeter = perimeterTable(context.db)
    this.#deliveries = deliveryTable(context.db)
    this.#strangers = strangerTable(context.db)
    this.#readNorms()
  }

  /** The site was changed: the picture gains and loses panels and zones; the rest stays as it was. */
  follow(site: SiteFile): void {
    const gone = placesGone(this.picture.sitePanels, site.panels)
    this.picture.follow(site, this.context.clock.now())
    this.#readNorms()
    // What a panel out of service had to say is over: its open incidents must not wait for a signal that never comes.
    for (const key of gone) this.context.incidents.restored(key, station, 'retired')
    this.tell()
  }

  /** A panel's driver was started anew: all of it is unknown until that one hears of it. */
  restarted(panelId: string): void {
    this.picture.restarted(panelId, this.context.clock.now())
    this.#silent.forget(panelId)
    this.health.forget(panelId)
    this.#blind.begin(panelId, 'settings')
    this.tell()
  }

  #readNorms(): void {
    for (const norm of this.perimeter.all()) this.picture.setNorm(norm.partitionId, norm)
  }

  report(): IntrusionReport {
    return this.picture.report()
  }

  /** Pushes the picture to every screen, when it is another than the last one. */
  tell(): void {
    const report = this.report()
    const text = JSON.stringify(report)
    if (text === this.#lastTold) return
    this.#lastTold = text
    this.changed.emit(report)
  }

  // DriverSink is asynchronous because a store may be; this one is on disk when it returns.
  // eslint-disable-next-line typescript/require-await
  async signal(signal: Signal, delivery?: Delivery): Promise<void> {
    this.context.journal.transaction(() => this.#store(signal, delivery))
    this.tell()
    this.context.work?.tell()
  }

  // eslint-disable-next-line typescript/require-await
  async signalsTogether(batch: readonly DeliveredSignal[]): Promise<void> {
    this.context.journal.transaction(() => {
      for (const { signal, delivery } of batch) this.#store(signal, delivery)
    })
    this.tell()
    this.context.work?.tell()
  }

  /** In a transaction: journal, picture and incident of one signal; nothing of a delivery that is stored already. */
  #store(told: Signal, delivery: Delivery | undefined): void {
    const { journal, clock } = this.context
    if (delivery !== undefined && !this.#deliveries.isNew(delivery, clock.now())) return
    const actor: Actor = { kind: 'device', id: told.panelId }
    const zone = this.picture.zoneByNumber(told.panelId, told.zoneNumber)
    const signal = meantAt(zone, told)
    const tested = this.context.work?.look(signal, zone) ?? null
    journal.append({
      actor,
      kind: 'intrusion.signal',
      subject: zone?.id ?? signal.panelId,
      body: { ...signal, zone: zone?.name ?? null, ...(tested !== null && { walkTest: tested.testId }) },
    })
    if (zone !== undefined) this.#silent.heard(zone.id, signal, clock.now())
    this.picture.applySignal(signal, clock.now())
    this.health.note(signal.panelId)
    reportedArming(this, signal, actor)
    if (tested?.isQuiet !== true || signal.edge === 'restored') this.#incidentOf(signal, zone, actor)
  }

  line(panelId: string, state: 'online' | 'lost', reason: string, path: LinePath): void {
    const nowMs = this.context.clock.now()
    const panel = this.picture.panel(panelId)
    if (panel === undefined || !this.picture.setLine(panelId, path, state, nowMs)) return
    if (state === 'lost') {
      this.#silent.forget(panelId)
      this.health.forget(panelId)
      this.#blind.begin(panelId, 'line')
    }
    this.#untold.record(panelId, () => this.#storeLine(panel, { state, reason, path, nowMs }))
    this.tell()
  }

  #storeLine(
    panel: Panel,
    told: { state: 'online' | 'lost'; reason: string; path: LinePath; nowMs: number },
  ): void {
    const { journal, incidents } = this.context
    const { state, reason, path, nowMs } = told
    journal.append({
      actor: station,
      kind: state === 'lost' ? 'intrusion.line-lost' : 'intrusion.line-back',
      subject: panel.id,
      body: { name: panel.name, path, reason },
    })
    if (state === 'online') this.#blind.end(panel.id, panel.name)
    // At a second try the first one did not reach the disk.
    this.health.noteAgain(panel.id)
    this.health.note(panel.id)
    if (state === 'online') incidents.restored(placeOfPanel(panel).key, station, 'line')
    else
      incidents.occur({
        kind: 'device-fault',
        place: placeOfPanel(panel),
        actor: station,
        code: 'line-lost',
        ...(isVital(panel) && { priority: 3 }),
        deviceAtMs: null,
        receivedAtMs: nowMs,
      })
  }

  status(panelId: string, status: PanelStatus): void {
    const panel = this.picture.panel(panelId)
    const found = panel === undefined ? [] : foundAlarms(this.picture, panel, status)
    if (panel !== undefined) this.#silent.read(panel, status, this.context.clock.now())
    const wasKnown = new Map([...this.picture.partitions].map(([id, report]) => [id, report.state]))
    const changed = this.picture.applyStatus(panelId, status, this.context.clock.now(), this.busy)
    for (const report of changed) {
      // The first reading after a start or a loss is no act of anybody; a later difference is one done elsewhere.
      const isFirst = wasKnown.get(report.id) === 'unknown'
      this.#untold.record(panelId, () => this.#storeChange(report, isFirst))
    }
    if (status.health !== undefined) this.#readHealth(panelId, status.health)
    if (panel !== undefined && this.picture.panels.get(panelId)?.line !== 'lost')
      this.read.emit({ panel, status })
    if (panel !== undefined)
      for (const alarm of found) this.#untold.record(panelId, () => raiseFound(this, panel, alarm))
    this.tell()
  }

  #storeChange({ id, panelId, state }: PartitionReport, isFirst: boolean): void {
    this.context.journal.append({
      actor: { kind: 'device', id: panelId },
      kind: isFirst ? 'intrusion.state-read' : 'intrusion.changed-elsewhere',
      subject: id,
      body: { state, partition: this.picture.partition(id)?.partition.name ?? id },
    })
    if (state === 'armed') this.perimeterArmed(id)
  }

  /** What could not be stored was not read: the next reading tells it again. */
  #readHealth(panelId: string, health: PanelHealth): void {
    const before = this.picture.panels.get(panelId)
    try {
      this.context.journal.transaction(() => this.health.status(panelId, health))
    } catch (error) {
      this.context.log?.error({ err: error, panel: panelId }, 'health of a panel not stored')
      if (before !== undefined) this.picture.panels.set(panelId, before)
      this.health.noteAgain(panelId)
    }
  }

  /** Looks at the clocks of panels, and stores what could not be stored before; called every second. */
  checkHealth(): void {
    this.#untold.again()
    this.#silent.checkDue(this.context.clock.now())
    this.health.checkDue()
    this.tell()
  }

  heardAt(panelId: string, deviceAtMs: number, receivedAtMs: number): void {
    this.health.heardAt(panelId, deviceAtMs, receivedAtMs)
  }

  unknown(source: string, raw: string, why: string, stranger?: Stranger): void {
    const { journal, clock } = this.context
    journal.transaction(() => {
      journal.append({
        actor: { kind: 'device', id: source },
        kind: 'intrusion.unknown-message',
        subject: source,
        body: { raw, why, ...(stranger === undefined ? {} : { account: stranger.account }) },
      })
      if (stranger !== undefined) this.#strangers.note(stranger, source, clock.now())
    })
  }

  /** Accounts whose messages could not be used, the last heard first; not those that have a panel by now. */
  unknownAccounts(): UnknownAccount[] {
    const known = new Set(
      this.picture.sitePanels.map(panel => (panel.driver === 'dc09' ? panel.account : null)),
    )
    return this.#strangers
      .all()
      .filter(({ why, account }) => why !== 'account-unknown' || !known.has(account))
      .map(row => ({ ...row, codeName: codeName(row.code) }))
  }

  /** A receiver listens (`failure` null), or cannot: then no panel can report by it, which is an incident. */
  receiver(
    port: number,
    failure: string | null,
    key: 'alarm-receiver' | 'push-receiver' = 'alarm-receiver',
  ): void {
    const { journal, clock, incidents } = this.context
    const name = `${key === 'alarm-receiver' ? '报警接收端口' : '事件推送端口'} ${port}`
    if (failure === null) {
      incidents.restored(key, station, 'listening')
      return
    }
    journal.transaction(() => {
      journal.append({
        actor: station,
        kind: 'intrusion.receiver-failed',
        subject: key,
        body: { port, failure },
      })
      incidents.occur({
        kind: 'device-fault',
        place: { key, name, panelId: null, zoneId: null, cameraIds: [] },
        actor: station,
        code: 'receiver-failed',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      })
    })
  }

  /** The perimeter is armed again: the norm is restored, whoever did it. */
  perimeterArmed(partitionId: string): void {
    this.perimeter.remove(partitionId)
    this.picture.setNorm(partitionId, null)
  }

  #incidentOf(signal: Signal, zone: Zone | undefined, actor: Actor): void {
    const { incidents } = this.context
    const kind = incidentKindOf(signal.kind)
    const panel = this.picture.panel(signal.panelId)
    if (kind === null || panel === undefined) return
    const place =
      zone === undefined
        ? placeOfUnknownZone(panel, signal)
        : placeOfZone(panel, zone, this.context.camerasOf(zone.id))
    if (signal.edge === 'restored') {
      // A zone may have two causes at once: it is over when the last one ended.
      const state = zone === undefined ? 'normal' : this.picture.zoneReport(zone.id)?.state
      if (state === 'normal' || state === 'unknown') incidents.restored(place.key, actor, signal.code)
      return
    }
    // A fence segment whose own coil is disarmed reports touches that nobody needs to run for; a cut is no touch.
    if (
      signal.kind === 'alarm.perimeter' &&
      zone !== undefined &&
      this.picture.zoneReport(zone.id)?.armed === false
    )
      return
    const { code, deviceAtMs, receivedAtMs } = signal
    incidents.occur({ kind, place, actor, code, deviceAtMs, receivedAtMs })
  }
}

/** Without it nobody is heard who presses for help, no smoke and no fence: more than a device that does not work. */
const isVital = ({ zones }: Panel): boolean =>
  zones.some(({ kind }) => kind === 'panic' || kind === 'fire' || kind === 'perimeter')
