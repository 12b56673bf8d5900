import type { MapPrint } from '../../shared/contract/map.ts'
import type { MapDraft } from '../../shared/domain/map-draft.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { SiteStore } from '../station/site-store.ts'
import { applyDraft, devicesOn, digestOf } from './rules.ts'
import { draftTable } from './table.ts'

/** Drafts of plans, their publication, and the numbers of printed zone maps. */
export class MapService {
  readonly #drafts: ReturnType<typeof draftTable>
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #sites: SiteStore

  constructor(options: { db: Db; journal: Journal; clock: Clock; sites: SiteStore }) {
    this.#drafts = draftTable(options.db)
    this.#journal = options.journal
    this.#clock = options.clock
    this.#sites = options.sites
  }

  /** Plans that have a draft. */
  drafts(): { id: string; name: string }[] {
    return this.#drafts.all().map(({ draft }) => ({ id: draft.plan.id, name: draft.plan.name }))
  }

  draft(planId: string): { draft: MapDraft | null; byName: string; savedAtMs: number; isOutdated: boolean } {
    const kept = this.#drafts.byPlan(planId)
    if (kept === null) return { draft: null, byName: '', savedAtMs: 0, isOutdated: false }
    const { draft, byName, savedAtMs } = kept
    return { draft, byName, savedAtMs, isOutdated: kept.base !== digestOf(this.#planOf(planId)) }
  }

  /** Keeps a draft, so that nothing drawn is lost; the plan in use stays as it is. */
  saveDraft(draft: MapDraft, actor: UserActor): { savedAtMs: number } {
    const savedAtMs = this.#clock.now()
    const base = digestOf(this.#planOf(draft.plan.id))
    this.#drafts.put({ draft, base, byName: actor.name, savedAtMs })
    return { savedAtMs }
  }

  discardDraft(planId: string): void {
    this.#drafts.remove(planId)
  }

  /**
   * Makes a draft the plan in use. The change stands in the journal with before and after (`site.changed`), its version
   * in `map.published`.
   * @throws Refusal `map.no-draft`, `map.plan-changed`, and as `SiteStore.change`
   */
  publish(planId: string, summary: string, actor: UserActor): { version: number } {
    const kept = this.#drafts.byPlan(planId)
    if (kept === null) throw new Refusal('map.no-draft')
    if (kept.base !== digestOf(this.#planOf(planId))) throw new Refusal('map.plan-changed')
    this.#sites.change(actor, `图纸 ${kept.draft.plan.name}：${summary}`, site =>
      applyDraft(site, kept.draft),
    )
    return this.#journal.transaction(() => {
      const version = this.#countOf('map.published', entry => entry.subject === `plan:${planId}`) + 1
      this.#drafts.remove(planId)
      this.#journal.append({
        actor,
        kind: 'map.published',
        subject: `plan:${planId}`,
        body: { name: kept.draft.plan.name, version, summary },
      })
      return { version }
    })
  }

  /** @throws Refusal `map.unknown-plan`, `map.plan-in-use` */
  removePlan(planId: string, actor: UserActor): void {
    const plan = this.#planOf(planId)
    if (plan === undefined) throw new Refusal('map.unknown-plan')
    const count = devicesOn(this.#sites.current, planId)
    if (count > 0 || this.#sites.current.plans.length === 1) throw new Refusal('map.plan-in-use', { count })
    this.#sites.change(actor, `删除图纸 ${plan.name}`, site => {
      site.plans = site.plans.filter(({ id }) => id !== planId)
    })
    this.#drafts.remove(planId)
  }

  /**
   * The next number of a printed zone map, journaled before anything is printed: where the map of detectors went must be
   * known (A-16.4, A-N3.3). @throws Refusal `map.unknown-plan`
   */
  print(planId: string, purpose: string, actor: UserActor): MapPrint {
    const plan = this.#planOf(planId)
    if (plan === undefined) throw new Refusal('map.unknown-plan')
    const atMs = this.#clock.now()
    const year = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(atMs)
    const printed = this.#journal.transaction(() => {
      const count = this.#countOf('map.printed', ({ body }) =>
        String(body['number']).startsWith(`FQT-${year}-`),
      )
      const number = `FQT-${year}-${String(count + 1).padStart(4, '0')}`
      this.#journal.append({
        actor,
        kind: 'map.printed',
        subject: `plan:${planId}`,
        body: { number, plan: plan.name, purpose },
      })
      return { number }
    })
    const school = this.#sites.current.site.name
    return { ...printed, atMs, byName: actor.name, school, purpose }
  }

  /** Whether a picture lies under a plan in use or a draft. */
  isGround(hash: string): boolean {
    const plans = [...this.#sites.current.plans, ...this.#drafts.all().map(({ draft }) => draft.plan)]
    return plans.some(({ background }) => background?.kind === 'image' && background.hash === hash)
  }

  #countOf(
    kind: string,
    isMeant: (entry: { subject: string; body: object & Record<string, unknown> }) => boolean,
  ) {
    const entries = this.#journal.between([kind], 0, Number.MAX_SAFE_INTEGER)
    return entries.filter(({ subject, body }) => isMeant({ subject, body: { ...body } })).length
  }

  #planOf(planId: string) {
    return this.#sites.current.plans.find(plan => plan.id === planId)
  }
}
