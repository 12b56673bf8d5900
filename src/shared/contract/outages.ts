import { z } from 'zod'
import { OutageReport } from '../domain/outage.ts'
import { call, nothing } from './call.ts'

export const outagesCalls = {
  /** Outages that were consented to and are not over, by their beginning. */
  'outages.list': call('nobody', nothing, z.array(OutageReport)),
} as const
