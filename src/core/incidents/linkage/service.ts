import type { LinkAction, LinkOutcome } from '../../../shared/domain/incident-care.ts'
import { alarmAtMs, type Incident } from '../../../shared/domain/incident.ts'
import { station, type Actor } from '../../../shared/domain/person.ts'
import type { PtzTarget } from '../../../shared/domain/ptz.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { LinkageRule } from '../../../shared/site/response.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { IncidentService } from '../service.ts'
import { actionsOf, matchingRules } from './rules.ts'

/** What linkage can set going. Each rejects with a Refusal, or whatever the device said. */
export interface LinkageMeans {
  preset(cameraId: string, to: PtzTarget): Promise<void>
  lock(incident: Incident, rule: LinkageRule): Promise<void>
  relay(cameraId: string, output: string, seconds: number, because: string): Promise<void>
}

export interface LinkageOptions {
  readonly incidents: IncidentService
  readonly rules: () => readonly LinkageRule[]
  readonly placeOf: (zoneId: string) => string | null
  readonly means: LinkageMeans
  readonly journal: Pick<Journal, 'transaction'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * A screen that does not answer for so long has not shown it. The pop-up gets more: in a queue it shows the others first.
 * What it shows later is done all the same.
 */
const screens: Partial<Record<LinkAction, { readonly timeoutMs: number; readonly reason: string }>> = {
  'second-screen': { timeoutMs: 10_000, reason: 'no-screen' },
  enlarge: { timeoutMs: 60_000, reason: 'not-shown' },
}

interface Noted {
  readonly id: number
  readonly outcome: LinkOutcome
}

/**
 * 联动: what the station does by itself when an incident is raised. Each action's outcome stands in the incident and in
 * the journal; one that fails stops neither the others nor the alarm, which was stored, told and acknowledged before.
 */
export class Linkage implements AsyncDisposable {
  readonly #options: LinkageOptions
  readonly #running = new Set<Promise<void>>()
  readonly #waiting: Incident[] = []
  /** What could not be written down (a full disk): tried again every second. */
  readonly #untold: Noted[] = []
  readonly #subscription: Disposable
  #isOver = false

  constructor(options: LinkageOptions) {
    this.#options = options
    this.#endUnfinished()
    this.#subscription = options.incidents.raised.on(incident => {
      // One after the other, and never before the panel has its answer: in a flood the messages come first.
      if (this.#waiting.push(incident) === 1) setImmediate(() => this.#beginNext())
    })
  }

  /** A screen did what it was asked to. Repeated, or of an action that nobody asked for, it changes nothing. */
  shown(incidentId: number, action: 'enlarge' | 'second-screen'): void {
    this.#finish(incidentId, outcome => outcome.action === action, station)
  }

  /** The guard did the task that a rule gave. */
  taskDone(incidentId: number, ruleId: string, actor: Actor): void {
    this.#finish(incidentId, outcome => outcome.action === 'task' && outcome.ruleId === ruleId, actor)
  }

  /** Looks for screens that never answered, and tells what could not be told before; called every second. */
  checkDue(): void {
    const nowMs = this.#options.clock.now()
    const late = this.#options.incidents.open().flatMap(({ id, care }) =>
      care.linked.flatMap(outcome => {
        const screen = screens[outcome.action]
        return screen === undefined || outcome.state !== 'running' || nowMs - outcome.atMs <= screen.timeoutMs
          ? []
          : [{ id, outcome: { ...outcome, state: 'failed' as const, reason: screen.reason } }]
      }),
    )
    const untold = this.#untold.splice(0)
    if (late.length + untold.length > 0) this.#tryNote([...untold, ...late], untold)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    this.#subscription[Symbol.dispose]()
    await Promise.all(this.#running)
  }

  #beginNext(): void {
    const incident = this.#waiting[0]
    if (incident === undefined || this.#isOver) return
    const running = this.#begin(incident).finally(() => this.#running.delete(running))
    this.#running.add(running)
    this.#waiting.shift()
    if (this.#waiting.length > 0) setImmediate(() => this.#beginNext())
  }

  /** Never rejects for what a device or the disk does. */
  async #begin(incident: Incident): Promise<void> {
    const { rules, placeOf, clock } = this.#options
    const { id, kind, zoneId } = incident
    const placeId = zoneId === null ? null : placeOf(zoneId)
    // What a rule did for the alarm before was not done for this one.
    const fromMs = alarmAtMs(incident)
    const known = new Set(
      incident.care.linked.filter(({ atMs }) => atMs >= fromMs).map(({ ruleId }) => ruleId),
    )
    const wishes = matchingRules(rules(), { kind, zoneId, placeId })
      .filter(rule => !known.has(rule.id))
      .flatMap(rule => actionsOf(rule, incident).map(wish => ({ rule, wish })))
    if (wishes.length === 0) return
    const begun = wishes.map(({ rule, wish }) => {
      const outcome: LinkOutcome = { ...wish, state: 'running', reason: '', atMs: clock.now() }
      return { rule, outcome }
    })
    // What becomes of the devices is told in a moment; screens and people must find what is asked of them.
    const asked = begun.map(({ outcome }) => ({ id, outcome }))
    this.#tryNote(
      asked,
      asked.filter(({ outcome }) => !isDevice(outcome.action)),
    )
    const settled = await Promise.all(
      begun
        // Screens and people tell by themselves when they have done it.
        .filter(({ outcome }) => isDevice(outcome.action))
        .map(({ rule, outcome }) => this.#settle(incident, rule, outcome)),
    )
    this.#tryNote(settled.map(outcome => ({ id, outcome })))
  }

  async #work(incident: Incident, rule: LinkageRule, { action, target }: LinkOutcome): Promise<void> {
    const { means } = this.#options
    const preset = rule.presets.find(({ camera }) => camera === target)
    const relay = rule.relays.find(({ camera, output }) => `${camera}:${output}` === target)
    if (action === 'lock') await means.lock(incident, rule)
    else if (action === 'preset' && preset !== undefined) await means.preset(preset.camera, preset.to)
    else if (action === 'relay' && relay !== undefined)
      await means.relay(relay.camera, relay.output, relay.seconds, `${rule.name} #${incident.id}`)
  }

  /** Never rejects: an action that fails, however it does, stops neither the others nor the station. */
  async #settle(incident: Incident, rule: LinkageRule, outcome: LinkOutcome): Promise<LinkOutcome> {
    const { clock, log } = this.#options
    try {
      await this.#work(incident, rule, outcome)
      return { ...outcome, state: 'done', atMs: clock.now() }
    } catch (error) {
      if (!(error instanceof Refusal)) log.error({ err: error, outcome }, 'linkage failed')
      const reason = error instanceof Refusal ? error.code : 'failed'
      return { ...outcome, state: 'failed', reason, atMs: clock.now() }
    }
  }

  #finish(id: number, isMeant: (outcome: LinkOutcome) => boolean, actor: Actor): void {
    const { incidents, clock } = this.#options
    const meant = incidents.byId(id)?.care.linked.filter(isMeant) ?? []
    const finished = meant
      .filter(({ state }) => state !== 'done')
      .map(outcome => ({
        id,
        outcome: { ...outcome, state: 'done' as const, reason: '', atMs: clock.now() },
      }))
    if (finished.length > 0) this.#note(finished, actor)
  }

  /** What was under way when the station ended will never be told. */
  #endUnfinished(): void {
    const lost = this.#options.incidents.open().flatMap(({ id, care }) =>
      care.linked
        .filter(({ action, state }) => state === 'running' && isDevice(action))
        .map(outcome => ({
          id,
          outcome: { ...outcome, state: 'failed' as const, reason: 'station-stopped' },
        })),
    )
    if (lost.length > 0) this.#note(lost, station)
  }

  /** Writes down what it can; `kept` is told again later where that failed. */
  #tryNote(noted: readonly Noted[], kept: readonly Noted[] = noted): void {
    try {
      this.#note(noted, station)
    } catch (error) {
      this.#options.log.error({ err: error, noted }, 'outcome of linkage not stored')
      this.#untold.push(...kept)
    }
  }

  #note(noted: readonly Noted[], actor: Actor): void {
    const { journal, incidents } = this.#options
    journal.transaction(() => {
      for (const { id, outcome } of noted) {
        const { ruleId, ruleName, action, target, state, reason } = outcome
        incidents.apply(id, { type: 'linked', outcome }, actor, {
          kind: 'incident.linked',
          body: { ruleId, ruleName, action, target, state, reason },
        })
      }
    })
  }
}

const isDevice = (action: LinkOutcome['action']): boolean =>
  action === 'preset' || action === 'lock' || action === 'relay'
