import { z } from 'zod'
import { contract, Request, type CallName, type HandlerInput, type Reply } from '../../shared/contract.ts'
import type { CallOutput } from '../../shared/contract.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Log } from '../platform/log.ts'
import type { Gate } from './gate.ts'

/** One function a call. Takes checked input; what it returns must be of the contract; refuses by throwing `Refusal`. */
export type Handlers = {
  readonly [K in CallName]: (input: HandlerInput<K>) => CallOutput<K> | Promise<CallOutput<K>>
}

/** The handlers of one feature's part of the contract. */
export type HandlersFor<Calls> = Pick<Handlers, Extract<keyof Calls, CallName>>

/**
 * Answers one request. `null` when it cannot even be numbered: the other side does not speak the contract.
 * A bug in a handler is logged in full and answered with `link.internal`; core goes on.
 */
export async function answer(text: string, handlers: Handlers, gate: Gate, log: Log): Promise<Reply | null> {
  const request = Request.safeParse(parseJson(text))
  if (!request.success) return null
  const { id, call } = request.data
  try {
    return { id, ok: true, value: await run(call, request.data.input, handlers, gate) }
  } catch (error) {
    if (error instanceof Refusal) {
      gate.refused(call, error)
      return { id, ok: false, code: error.code, params: mutable(error.params) }
    }
    log.error({ err: error, call }, 'a call failed')
    return { id, ok: false, code: 'link.internal', params: {} }
  }
}

async function run(name: string, rawInput: unknown, handlers: Handlers, gate: Gate): Promise<unknown> {
  if (!Object.hasOwn(contract, name)) throw new Refusal('link.unknown-call')
  const key = name as CallName
  gate.check(contract[key].needs)
  const input = contract[key].input.safeParse(rawInput)
  if (!input.success) throw new Refusal('link.bad-input', { issues: z.prettifyError(input.error) })
  // The map's type ties each name to its own input; TypeScript cannot follow that through a union of names.
  const handler = handlers[key] as (value: unknown) => unknown
  return contract[key].output.parse(await handler(input.data))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function mutable(params: Refusal['params']): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      Array.isArray(value) ? [...value] : (value as string | number),
    ]),
  )
}
