import type { Signal, ZoneState } from '../../../shared/domain/intrusion.ts'
import type { IntrusionReport } from '../../../shared/contract/intrusion.ts'
import type { Learning, PanelWork, WalkTest } from '../../../shared/domain/panel-work.ts'
import { station, type Actor, type UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Panel, SiteFile, Zone } from '../../../shared/site.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import { codeName } from '../drivers/dc09/code-name.ts'
import { isQuiet, isWalkable, provesZone } from './rules.ts'
import { learningTable, walkTestTable, type LearningRow, type WalkTestRow } from './table.ts'

export interface PanelWorkContext {
  readonly site: () => SiteFile
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
}

/** A walk test that a signal fell into. */
export interface TestedSignal {
  readonly testId: number
  /** Whether it raises no incident. */
  readonly isQuiet: boolean
}

/** Why a walk test came to its end. */
type EndCause = 'by-hand' | 'time' | 'retired'

/**
 * What is being done to the panels: learned from, walk-tested. Both end at their time by themselves, also over a restart,
 * and everybody sees that they run.
 */
export class PanelWorkService {
  readonly changed = new Emitter<PanelWork>()
  /** A walk test came to its end, on disk: what its zones still report rings from now on. */
  readonly testEnded = new Emitter<Pick<WalkTest, 'panelId' | 'partitionId'>>()
  readonly #context: PanelWorkContext
  readonly #learning: ReturnType<typeof learningTable>
  readonly #tests: ReturnType<typeof walkTestTable>
  #lastStates: ReadonlyMap<string, ZoneState> = new Map()
  #lastTold = ''

  constructor(context: PanelWorkContext) {
    this.#context = context
    this.#learning = learningTable(context.db)
    this.#tests = walkTestTable(context.db)
  }

  report(): PanelWork {
    return {
      learning: this.#learning.all().map(row => this.#reportOfLearning(row)),
      walkTests: this.#tests.open().map(row => this.#reportOfTest(row)),
    }
  }

  /** Tells every screen, when there is something new to tell. */
  tell(): void {
    const report = this.report()
    const text = JSON.stringify(report)
    if (text === this.#lastTold) return
    this.#lastTold = text
    this.changed.emit(report)
  }

  /**
   * Looks at a signal, in the transaction that stores it; `tell` comes after it.
   * @param zone the zone it is of; undefined when the site knows none
   * @returns the walk test that it belongs to; null when there is none
   */
  look(signal: Signal, zone: Zone | undefined): TestedSignal | null {
    if (zone === undefined) {
      this.#learn(signal)
      return null
    }
    const test = this.#testOf(signal.panelId, zone)
    if (test === undefined) return null
    if (provesZone(signal, zone)) this.#tests.hit(test.id, zone.id, signal.code, this.#context.clock.now())
    return { testId: test.id, isQuiet: isQuiet(signal, zone) }
  }

  /** Whether an alarm of a zone raises no incident now, because somebody walks through it for a test. */
  isWalked(panelId: string, zone: Zone): boolean {
    return isWalkable(zone) && this.#testOf(panelId, zone) !== undefined
  }

  /** One whose time is over tests nothing any more, even if nobody has closed it yet. */
  #testOf(panelId: string, zone: Zone): WalkTestRow | undefined {
    const nowMs = this.#context.clock.now()
    return this.#tests
      .open()
      .find(
        row =>
          row.panelId === panelId &&
          row.endsAtMs > nowMs &&
          (row.partitionId === null || row.partitionId === zone.partition),
      )
  }

  /**
   * Looks at the picture: a zone that was closed and now stands open is heard, too. Some panels say so only when they are
   * read out, never by a message.
   */
  follow({ zones }: Pick<IntrusionReport, 'zones'>): void {
    const opened = zones.filter(({ id, state }) => state === 'open' && this.#lastStates.get(id) === 'normal')
    this.#lastStates = new Map(zones.map(({ id, state }) => [id, state]))
    const tests = opened.length === 0 ? [] : this.#tests.open()
    for (const test of tests) {
      const heard = new Set(this.#tests.hits(test.id).map(({ zoneId }) => zoneId))
      const zoneIds = new Set(this.#reportOfTest(test).zones.map(({ zoneId }) => zoneId))
      for (const { id } of opened)
        if (zoneIds.has(id) && !heard.has(id) && test.endsAtMs > this.#context.clock.now())
          this.#tests.hit(test.id, id, 'open', this.#context.clock.now())
    }
    if (tests.length > 0) this.tell()
  }

  #learn({ panelId, zoneNumber, partitionNumber, code, kind }: Signal): void {
    if (zoneNumber === null || zoneNumber <= 0) return
    const nowMs = this.#context.clock.now()
    const isLearning = this.#learning.all().some(row => row.panelId === panelId && row.endsAtMs > nowMs)
    if (isLearning) this.#learning.note({ panelId, number: zoneNumber, partitionNumber, code, kind }, nowMs)
  }

  /** Begins to learn from a panel, or goes on for longer. @throws Refusal `panels.unknown` */
  learn(panelId: string, minutes: number, actor: UserActor): void {
    const panel = this.#panel(panelId)
    const { journal, clock } = this.#context
    const startedAtMs = Math.round(clock.now())
    const endsAtMs = startedAtMs + minutes * 60_000
    journal.transaction(() => {
      this.#learning.put({ panelId, byName: actor.name, startedAtMs, endsAtMs })
      const body = { panel: panel.name, endsAtMs }
      journal.append({ actor, kind: 'panel.learning-started', subject: panelId, body })
    })
    this.tell()
  }

  stopLearning(panelId: string, actor: UserActor): void {
    const row = this.#learning.all().find(learning => learning.panelId === panelId)
    if (row !== undefined) this.#endLearning(row, actor)
    this.tell()
  }

  /**
   * Begins a walk test.
   * @throws Refusal `panels.unknown`, `walk-test.no-zones`, `walk-test.running` (the panel is in one already)
   */
  startTest(
    input: { panelId: string; partitionId: string | null; reason: string; minutes: number },
    actor: UserActor,
  ): number {
    const { panelId, partitionId, reason, minutes } = input
    const panel = this.#panel(panelId)
    const zones = zonesOf(panel, partitionId)
    if (zones.length === 0) throw new Refusal('walk-test.no-zones')
    if (this.#tests.open().some(row => row.panelId === panelId)) throw new Refusal('walk-test.running')
    const { journal, clock } = this.#context
    const startedAtMs = Math.round(clock.now())
    const endsAtMs = startedAtMs + minutes * 60_000
    const id = journal.transaction(() => {
      const row = { panelId, partitionId, reason, byName: actor.name, startedAtMs, endsAtMs }
      const added = this.#tests.add(row)
      journal.append({
        actor,
        kind: 'walk-test.started',
        subject: subjectOf(added),
        body: {
          ...namesOf(panel, partitionId),
          reason,
          endsAtMs,
          zones: zones.map(({ name, number }) => `${String(number)} ${name}`),
        },
      })
      return added
    })
    this.tell()
    return id
  }

  /** Ends a walk test before its time. @throws Refusal `walk-test.unknown` */
  endTest(id: number, actor: UserActor): void {
    const row = this.#tests.open().find(test => test.id === id)
    if (row === undefined) throw new Refusal('walk-test.unknown')
    this.#endTest(row, actor, 'by-hand')
    this.tell()
  }

  /** Ends what is over by its time, and what concerns a panel that is out of service. To be called once a second. */
  checkDue(): void {
    const nowMs = this.#context.clock.now()
    const isGone = (id: string): boolean => !this.#context.site().panels.some(panel => panel.id === id)
    for (const row of this.#learning.all())
      if (row.endsAtMs <= nowMs || isGone(row.panelId)) this.#endLearning(row, station)
    for (const row of this.#tests.open())
      if (row.endsAtMs <= nowMs) this.#endTest(row, station, 'time')
      else if (isGone(row.panelId)) this.#endTest(row, station, 'retired')
    this.tell()
  }

  #endLearning(row: LearningRow, actor: Actor): void {
    const { journal } = this.#context
    const { numbers } = this.#reportOfLearning(row)
    journal.transaction(() => {
      this.#learning.remove(row.panelId)
      journal.append({
        actor,
        kind: 'panel.learning-ended',
        subject: row.panelId,
        body: { panel: this.#nameOf(row.panelId), unnamed: numbers.map(({ number }) => number) },
      })
    })
  }

  #endTest(row: WalkTestRow, actor: Actor, cause: EndCause): void {
    const { journal, clock } = this.#context
    const report = this.#reportOfTest(row)
    journal.transaction(() => {
      this.#tests.end(row.id, clock.now())
      journal.append({
        actor,
        kind: 'walk-test.ended',
        subject: subjectOf(row.id),
        body: {
          panel: report.panelName,
          partition: report.partitionName,
          cause,
          passed: report.zones
            .filter(zone => zone.firstAtMs !== null)
            .map(({ name, number, firstAtMs, code }) => ({ name, number, firstAtMs, code })),
          silent: report.zones
            .filter(zone => zone.firstAtMs === null)
            .map(({ name, number }) => ({ name, number })),
        },
      })
    })
    if (cause !== 'retired') this.testEnded.emit(row)
  }

  #panel(id: string): Panel {
    const panel = this.#context.site().panels.find(candidate => candidate.id === id)
    if (panel === undefined) throw new Refusal('panels.unknown')
    return panel
  }

  /** The name of a panel, also of one that is out of service; its id when the site has forgotten it. */
  #nameOf(id: string): string {
    const { panels, retiredPanels } = this.#context.site()
    return [...panels, ...retiredPanels].find(panel => panel.id === id)?.name ?? id
  }

  #reportOfLearning(row: LearningRow): Learning {
    const panel = this.#context.site().panels.find(({ id }) => id === row.panelId)
    const known = new Set(panel?.zones.map(({ number }) => number))
    return {
      ...row,
      numbers: this.#learning
        .learned(row.panelId)
        .filter(({ number }) => !known.has(number))
        .map(({ panelId: _panelId, ...learned }) => ({ ...learned, codeName: codeName(learned.code) })),
    }
  }

  #reportOfTest(row: WalkTestRow): WalkTest {
    const { panels, retiredPanels } = this.#context.site()
    const panel = [...panels, ...retiredPanels].find(({ id }) => id === row.panelId)
    const hits = new Map(this.#tests.hits(row.id).map(hit => [hit.zoneId, hit]))
    const names =
      panel === undefined ? { panel: row.panelId, partition: '' } : namesOf(panel, row.partitionId)
    return {
      ...row,
      panelName: names.panel,
      partitionName: names.partition,
      zones: (panel === undefined ? [] : zonesOf(panel, row.partitionId)).map(({ id, name, number }) => {
        const hit = hits.get(id)
        return {
          zoneId: id,
          name,
          number,
          firstAtMs: hit?.firstAtMs ?? null,
          count: hit?.count ?? 0,
          code: hit?.code ?? '',
        }
      }),
    }
  }
}

const subjectOf = (testId: number): string => `walk-test:${String(testId)}`

const zonesOf = (panel: Panel, partitionId: string | null): Zone[] =>
  panel.zones.filter(zone => partitionId === null || zone.partition === partitionId)

const namesOf = (panel: Panel, partitionId: string | null): { panel: string; partition: string } => ({
  panel: panel.name,
  partition: panel.partitions.find(({ id }) => id === partitionId)?.name ?? '',
})
