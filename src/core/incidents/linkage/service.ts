import type { LinkOutcome } from '../../../shared/domain/incident-care.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
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

/** A second screen that does not answer for so long is not there. */
const screenTimeoutMs = 10_000

/**
 * 联动: what the station does by itself when an incident is raised. Each action's outcome stands in the incident and in
 * the journal; one that fails stops neither the others nor the alarm, which was stored, told and acknowledged before.
 */
export class Linkage implements AsyncDisposable {
  readonly #options: LinkageOptions
  readonly #running = new Set<Promise<void>>()
  readonly #waiting: Incident[] = []
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

  /** Looks for screens that never answered; called every second. */
  checkDue(): void {
    const { incidents, clock } = this.#options
    const late = incidents
      .open()
      .flatMap(({ id, care }) =>
        care.linked
          .filter(
            ({ action, state, atMs }) =>
              action === 'second-screen' && state === 'running' && clock.now() - atMs > screenTimeoutMs,
          )
          .map(outcome => ({ id, outcome: { ...outcome, state: 'failed' as const, reason: 'no-screen' } })),
      )
    if (late.length > 0) this.#note(late, station)
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

  async #begin(incident: Incident): Promise<void> {
    const { rules, placeOf, clock } = this.#options
    const { id, kind, zoneId } = incident
    const placeId = zoneId === null ? null : placeOf(zoneId)
    const known = new Set(incident.care.linked.map(({ ruleId }) => ruleId))
    const wishes = matchingRules(rules(), { kind, zoneId, placeId })
      .filter(rule => !known.has(rule.id))
      .flatMap(rule => actionsOf(rule, incident).map(wish => ({ rule, wish })))
    if (wishes.length === 0) return
    const begun = wishes.map(({ rule, wish }) => {
      const outcome: LinkOutcome = { ...wish, state: 'running', reason: '', atMs: clock.now() }
      return { rule, outcome }
    })
    this.#note(
      begun.map(({ outcome }) => ({ id, outcome })),
      station,
    )
    const settled = await Promise.all(
      begun.flatMap(({ rule, outcome }) => {
        const work = this.#work(incident, rule, outcome)
        // Screens and people tell by themselves when they have done it.
        return work === null ? [] : [this.#settle(outcome, work)]
      }),
    )
    this.#note(
      settled.map(outcome => ({ id, outcome })),
      station,
    )
  }

  #work(incident: Incident, rule: LinkageRule, { action, target }: LinkOutcome): Promise<void> | null {
    const { means } = this.#options
    switch (action) {
      case 'preset': {
        const preset = rule.presets.find(({ camera }) => camera === target)
        return preset === undefined ? null : means.preset(preset.camera, preset.to)
      }
      case 'lock':
        return means.lock(incident, rule)
      case 'relay': {
        const relay = rule.relays.find(({ camera, output }) => `${camera}:${output}` === target)
        return relay === undefined
          ? null
          : means.relay(relay.camera, relay.output, relay.seconds, `${rule.name} #${incident.id}`)
      }
      case 'enlarge':
      case 'second-screen':
      case 'task':
        return null
    }
  }

  async #settle(outcome: LinkOutcome, work: Promise<void>): Promise<LinkOutcome> {
    const { clock, log } = this.#options
    try {
      await work
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

  #note(noted: readonly { readonly id: number; readonly outcome: LinkOutcome }[], actor: Actor): void {
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
