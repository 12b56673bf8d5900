import { z } from 'zod'
import type { Permission } from '../domain/rights.ts'

/** Who may make a call: anybody at the desk, anybody signed on, or somebody with the named right. */
export type Needs = 'nobody' | 'sign-on' | Permission

/** One call of the contract. */
export function call<I extends z.ZodType, O extends z.ZodType>(needs: Needs, input: I, output: O) {
  return { needs, input, output }
}

export const nothing = z.object({})
