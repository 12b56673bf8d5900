import { MapDraft } from '../../shared/domain/map-draft.ts'
import type { Db } from '../platform/database.ts'

/** A draft as it is kept. */
export interface KeptDraft {
  readonly draft: MapDraft
  /** Digest of the published plan that it began from; empty for a new plan. */
  readonly base: string
  readonly byName: string
  readonly savedAtMs: number
}

interface Row {
  plan_id: string
  base: string
  by_name: string
  saved_at_ms: number
  state: string
}

/** All SQL of drafts of the map. */
export function draftTable(db: Db) {
  const put = db.prepare<[string, string, string, number, string]>(
    `INSERT INTO map_draft (plan_id, base, by_name, saved_at_ms, state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (plan_id) DO UPDATE SET by_name = excluded.by_name, saved_at_ms = excluded.saved_at_ms, state = excluded.state`,
  )
  const byPlan = db.prepare<[string], Row>('SELECT * FROM map_draft WHERE plan_id = ?')
  const all = db.prepare<[], Row>('SELECT * FROM map_draft ORDER BY plan_id')
  const remove = db.prepare<[string]>('DELETE FROM map_draft WHERE plan_id = ?')
  const kept = (row: Row): KeptDraft => ({
    draft: MapDraft.parse(JSON.parse(row.state)),
    base: row.base,
    byName: row.by_name,
    savedAtMs: row.saved_at_ms,
  })
  return {
    /** Keeps a draft; of one that is there already the base stays. */
    put({ draft, base, byName, savedAtMs }: KeptDraft): void {
      put.run(draft.plan.id, base, byName, Math.round(savedAtMs), JSON.stringify(draft))
    },
    byPlan(planId: string): KeptDraft | null {
      const row = byPlan.get(planId)
      return row === undefined ? null : kept(row)
    },
    all: (): KeptDraft[] => all.all().map(kept),
    remove: (planId: string): void => void remove.run(planId),
  }
}
