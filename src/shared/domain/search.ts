import { z } from 'zod'
import { LedgerId } from './ledger.ts'

/** What is looked for in all ledgers (F35). Empty = not asked for. All that is given must hold. */
export const SearchQuery = z.object({
  text: z.string().max(100).default(''),
  person: z.string().max(60).default(''),
  place: z.string().max(60).default(''),
  /** Name or id. */
  device: z.string().max(60).default(''),
  /** A car plate, or its beginning. */
  plate: z.string().max(20).default(''),
  ledger: LedgerId.nullable().default(null),
  /** `[fromMs, toMs)`. */
  fromMs: z.number(),
  toMs: z.number(),
  /** Language in which hits are said; what people wrote stays as they wrote it. */
  locale: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type SearchQuery = z.infer<typeof SearchQuery>

export const SearchHit = z.object({
  seq: z.number().int(),
  atMs: z.number(),
  kind: z.string(),
  /** The ledgers that hold it; none for the station's own log. */
  ledgers: z.array(LedgerId),
  /** Name of the person, or id of the device; empty for the station. */
  who: z.string(),
  /** What it says, cut around the first find. */
  excerpt: z.string(),
})
export type SearchHit = z.infer<typeof SearchHit>

export const SearchPage = z.object({
  /** The newest first. */
  hits: z.array(SearchHit),
  /** Ask again with it for older ones; null when there are none. */
  olderThanSeq: z.number().int().nullable(),
  /** Entries that are not in the index yet; above zero only after a long time without it. */
  waiting: z.number().int(),
})
export type SearchPage = z.infer<typeof SearchPage>

/** Where an entry stands in a ledger. */
export const SearchSource = z.object({
  ledger: LedgerId,
  fromMs: z.number(),
  toMs: z.number(),
  /** Its place among the rows of the period, the newest first; null when no row was made of it. */
  index: z.number().int().nullable(),
})
export type SearchSource = z.infer<typeof SearchSource>
