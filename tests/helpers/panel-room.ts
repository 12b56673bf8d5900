import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arming } from '../../src/core/intrusion/arming/service.ts'
import type { CommandResult, PanelControl } from '../../src/core/intrusion/drivers/driver.ts'
import { IntrusionService } from '../../src/core/intrusion/service.ts'
import { IncidentService } from '../../src/core/incidents/service.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { LedgerService } from '../../src/core/ledgers/service.ts'
import { openDatabase } from '../../src/core/platform/database.ts'
import { SiteStore, type SiteDraft } from '../../src/core/station/site-store.ts'
import { checklistItems, type Checklist } from '../../src/shared/domain/checklist.ts'
import type { PanelStatus, Signal, SignalKind } from '../../src/shared/domain/intrusion.ts'
import type { UserActor } from '../../src/shared/domain/person.ts'
import { fillTemplate } from '../../simulator/template.ts'
import { dataFolder } from './data-folder.ts'
import { FakeClock } from './fake-clock.ts'

const template = join(import.meta.dirname, '..', '..', 'resources', 'demo-site', 'site.json')
const ports = { rtspPort: 1, onvifPort: 1, dc09Port: 1, fencePort: 1, timePort: 1, panelIsapiPort: 1 }

export const wang: UserActor = { kind: 'user', id: 'wang-jianguo', name: '王建国', shiftId: 1 }
export const checked = Object.fromEntries(checklistItems.map(item => [item, true])) as Checklist

/** A device as it stands on the wall: it arms unless a zone is open, bypasses what it is told, and tells its state. */
export class WallPanel implements PanelControl {
  readonly abilities = {
    reportsSignals: true,
    readsStatus: true,
    readsHealth: false,
    armsPartitions: true,
    bypassesZones: true,
    clearsAlarms: true,
  }
  /** Partitions whose last alarm nobody has cleared. */
  readonly alarmMemory = new Set<number>()
  /** As a panel whose exit delay is five minutes at most. */
  readonly confirmMs = 300_000
  readonly armed = new Map<number, boolean>()
  /** How long it waits before it is armed, ms; it needs a clock for that. */
  exitDelay: { readonly clock: FakeClock; readonly ms: number } | null = null
  readonly zones = new Map<number, { partition: number; open: boolean; bypassed: boolean }>()
  /** It takes commands and does not do them. */
  isStubborn = false

  constructor(zones: readonly (readonly [number: number, partition: number])[]) {
    for (const [number, partition] of zones) {
      this.zones.set(number, { partition, open: false, bypassed: false })
      this.armed.set(partition, false)
    }
  }

  async arm(partition: number, signal: AbortSignal): Promise<CommandResult> {
    const open = [...this.zones].filter(
      ([, zone]) => zone.partition === partition && zone.open && !zone.bypassed,
    )
    if (open.length > 0)
      return { ok: false, reason: 'zones-open', zoneNumbers: open.map(([number]) => number) }
    await this.exitDelay?.clock.sleep(this.exitDelay.ms, signal)
    if (signal.aborted) return { ok: false, reason: 'no-answer' }
    return this.#do(() => this.armed.set(partition, true))
  }

  disarm(partition: number): Promise<CommandResult> {
    return this.#do(() => this.armed.set(partition, false))
  }

  bypass(zoneNumber: number, isBypassed: boolean): Promise<CommandResult> {
    const zone = this.zones.get(zoneNumber)
    if (zone === undefined) return Promise.resolve({ ok: false, reason: 'refused', detail: 'no such zone' })
    return this.#do(() => {
      zone.bypassed = isBypassed
    })
  }

  clearAlarms(partition: number): Promise<CommandResult> {
    const open = [...this.zones.values()].some(zone => zone.partition === partition && zone.open)
    if (open) return Promise.resolve({ ok: false, reason: 'refused', detail: 'alarm still on' })
    return this.#do(() => this.alarmMemory.delete(partition))
  }

  readStatus(): Promise<PanelStatus> {
    return Promise.resolve(this.status())
  }

  status(): PanelStatus {
    return {
      partitions: [...this.armed].map(([number, armed]) => ({ number, state: armed ? 'armed' : 'disarmed' })),
      zones: [...this.zones].map(([number, { open, bypassed }]) => ({
        number,
        state: bypassed ? ('bypassed' as const) : open ? ('open' as const) : ('normal' as const),
      })),
    }
  }

  #do(change: () => void): Promise<CommandResult> {
    if (this.isStubborn) return Promise.resolve({ ok: false, reason: 'no-answer' })
    change()
    return Promise.resolve({ ok: true })
  }
}

/** The alarm side of a station on a real database, with a clock that stands still and two devices on the wall. */
export class PanelRoom implements Disposable {
  readonly clock: FakeClock
  readonly panel = new WallPanel([1, 2, 3, 4, 5, 6, 7, 8].map(number => [number, number <= 4 ? 1 : 2]))
  readonly fence = new WallPanel([1, 2, 3, 4, 5, 6].map(number => [number, 0]))
  readonly #folder = dataFolder()
  #parts: ReturnType<PanelRoom['open']>

  /** @param nowMs the station's time at the start. @param edit changes the demo school's site file before */
  constructor(nowMs: number, edit: (site: SiteDraft) => void = () => {}) {
    this.clock = new FakeClock(nowMs)
    const site = JSON.parse(fillTemplate(readFileSync(template, 'utf8'), ports)) as SiteDraft
    edit(site)
    writeFileSync(this.#siteFile, JSON.stringify(site))
    this.#parts = this.open()
  }

  get #siteFile(): string {
    return join(this.#folder.path, 'site.json')
  }

  get intrusion(): IntrusionService {
    return this.#parts.intrusion
  }
  get incidents(): IncidentService {
    return this.#parts.incidents
  }
  get arming(): Arming {
    return this.#parts.arming
  }
  get journal(): Journal {
    return this.#parts.journal
  }
  get sites(): SiteStore {
    return this.#parts.sites
  }

  open() {
    const db = openDatabase(this.#folder.path)
    const { clock } = this
    const journal = new Journal(db, clock)
    const sites = new SiteStore({ file: this.#siteFile, journal })
    const incidents = new IncidentService({ db, journal, clock })
    const intrusion = new IntrusionService({
      site: sites.current,
      camerasOf: () => [],
      isPanicOpen: panelId =>
        incidents
          .open()
          .some(
            ({ kind, panelId: at, progress }) =>
              kind === 'panic' && at === panelId && progress.reset === null,
          ),
      db,
      journal,
      clock,
      incidents,
    })
    intrusion.controls.set('panel', this.panel)
    intrusion.controls.set('fence', this.fence)
    return { db, journal, sites, incidents, intrusion, arming: new Arming({ intrusion, sites }) }
  }

  /** The station ends and starts again on the same data. */
  restart(): void {
    this.#parts.db.close()
    this.#parts = this.open()
  }

  /** The disk takes nothing, as when it is full; and takes again. */
  disk(state: 'full' | 'fit'): void {
    this.#parts.db.pragma(`query_only = ${state === 'full' ? 'ON' : 'OFF'}`)
  }

  /** The devices are read, as their drivers do. */
  read(): void {
    this.intrusion.line('panel', 'online', '', 'both')
    this.intrusion.line('fence', 'online', '', 'both')
    this.intrusion.status('panel', this.panel.status())
    this.intrusion.status('fence', this.fence.status())
  }

  /** Time passes in steps of half a minute; at each the station looks at its clock. */
  async pass(minutes: number): Promise<void> {
    for (let half = 0; half < minutes * 2; half++) {
      await this.clock.advance(30_000)
      await this.arming.check()
    }
  }

  signal(kind: SignalKind, more: Partial<Signal>): Promise<void> {
    const nowMs = this.clock.now()
    return this.intrusion.signal({
      panelId: 'panel',
      zoneNumber: null,
      partitionNumber: null,
      kind,
      edge: 'active',
      userNumber: null,
      code: '',
      deviceAtMs: nowMs,
      receivedAtMs: nowMs,
      raw: '',
      ...more,
    })
  }

  /** Rows of the arming ledger without their times, the newest first. */
  ledger(): string[][] {
    const service = new LedgerService({
      journal: this.journal,
      clock: this.clock,
      school: '学校',
      dataDir: this.#folder.path,
    })
    const query = {
      ledger: 'arming',
      fromMs: 0,
      toMs: 1e15,
      locale: 'zh-CN',
      text: '',
      cameraId: '',
    } as const
    return service.page(query, 0, 100).rows.map(row => row.cells.slice(1))
  }

  [Symbol.dispose](): void {
    this.#parts.db.close()
    this.#folder[Symbol.dispose]()
  }
}
