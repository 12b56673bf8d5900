import { useState } from 'react'
import { call } from '../../link/stores.ts'
import type { CallInput } from '../../../shared/contract.ts'

export type CommandState =
  | { readonly kind: 'asking' }
  /** Sent; the panel has not answered yet. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly error: unknown }
  /** The panel itself said so. */
  | { readonly kind: 'confirmed' }

/** Sends one command and follows it until the panel confirmed or refused. */
export function useCommand<K extends 'intrusion.arm' | 'intrusion.disarm' | 'arming.force'>(
  name: K,
): { state: CommandState; send: (input: CallInput<K>) => void } {
  const [state, setState] = useState<CommandState>({ kind: 'asking' })
  const send = (input: CallInput<K>) => {
    setState({ kind: 'waiting' })
    call(name, input).then(
      () => setState({ kind: 'confirmed' }),
      (error: unknown) => setState({ kind: 'refused', error }),
    )
  }
  return { state, send }
}
