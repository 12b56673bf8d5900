import { z } from 'zod'
import { BookValues } from '../domain/book.ts'
import { Scan } from '../domain/approval.ts'
import { InspectionProposal } from '../domain/inspection.ts'
import { call } from './call.ts'

export const inspectionCalls = {
  /** What the station's own checks say now, as proposed lines of 附表1 (A-T1). Writes nothing. */
  'inspection.propose': call(
    'books.write',
    z.object({ locale: z.enum(['zh-CN', 'en']).default('zh-CN') }),
    z.array(InspectionProposal),
  ),
  /** Writes a proposed line as the person left it; the station's own words are kept with it. */
  'inspection.enter': call(
    'books.write',
    z.object({ proposal: z.string().max(40), values: BookValues, attachments: z.array(Scan).max(5) }),
    z.object({ entry: z.string() }),
  ),
} as const
