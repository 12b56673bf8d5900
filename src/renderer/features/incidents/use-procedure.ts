import { useEffect } from 'react'
import { create } from 'zustand'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { Procedure } from '../../../shared/domain/procedure.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { call } from '../../link/stores.ts'

/** Versions never change: each is asked for once. */
const useVersions = create<{ readonly known: Readonly<Record<string, Procedure>> }>(() => ({ known: {} }))

/** The procedure by which an incident is handled; null until it is known. */
export function useProcedure(incident: Incident): Procedure | null {
  const { procedure } = incident.care
  const key = procedure === null ? '' : `${procedure.id} ${procedure.version}`
  const known = useVersions(state => state.known[key] ?? null)
  useEffect(() => {
    if (procedure === null || useVersions.getState().known[key] !== undefined) return
    const { id, version } = procedure
    const ask = async () => {
      try {
        const found = await call('procedures.version', { id, version })
        if (found !== null)
          useVersions.setState(({ known: others }) => ({ known: { ...others, [key]: found } }))
      } catch (error) {
        // While core is away: asked again with the next incident or step.
        if (!(error instanceof Refusal)) throw error
      }
    }
    void ask()
  }, [key, procedure])
  return known
}
