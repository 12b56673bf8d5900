import { z } from 'zod'
import { AlarmFigures } from '../domain/alarm-figures.ts'
import { Flood } from '../domain/flood.ts'
import { call, nothing } from './call.ts'

/** `[fromMs, toMs)`, ms UTC; at most a year and a day. */
const period = z
  .object({ fromMs: z.number().int(), toMs: z.number().int() })
  .refine(({ fromMs, toMs }) => fromMs < toMs && toMs - fromMs <= 367 * 86_400_000)

export const statisticsCalls = {
  /** The flood that goes on; null when there is none. */
  'statistics.flood': call('nobody', nothing, Flood.nullable()),
  'statistics.figures': call('ledgers.read', period, AlarmFigures),
  /** Writes the figures into the journal, from where the ledger 报警统计 prints them. */
  'statistics.write': call('ledgers.export', period, nothing),
} as const
