import { z } from 'zod'
import { LedgerId } from '../domain/ledger.ts'
import { SearchPage, SearchQuery, SearchSource } from '../domain/search.ts'
import { call } from './call.ts'

export const searchCalls = {
  /** Entries of all ledgers at once, the newest first (F35). */
  'search.find': call(
    'ledgers.read',
    SearchQuery.extend({
      /** The `olderThanSeq` of the page before; null for the first. */
      olderThanSeq: z.number().int().nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    SearchPage,
  ),
  /** The way back: which rows of which day show the entry. */
  'search.source': call(
    'ledgers.read',
    z.object({ seq: z.number().int(), ledger: LedgerId, locale: z.enum(['zh-CN', 'en']).default('zh-CN') }),
    SearchSource,
  ),
} as const
