import type { Coverage, Grant } from '../../../shared/domain/recording.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call } from '../../link/stores.ts'
import { batchesOf } from './batches.ts'

/** What a round looks at: standing grants over the last 24 hours, each for some of the cameras, and what was recorded. */
export interface RoundMaterial {
  readonly grants: readonly Grant[]
  readonly coverage: readonly Coverage[]
}

const dayMs = 86_400_000

/** Asks for the last day of the cameras under the standing purpose. Rejects as the call `recordings.request`. */
export async function materialOf(cameraIds: readonly string[], note: string): Promise<RoundMaterial> {
  const toMs = stationNowMs()
  const span = { fromMs: toMs - dayMs, toMs }
  const grants: Grant[] = []
  const coverage: Coverage[] = []
  for (const ids of batchesOf(cameraIds)) {
    const purpose = { kind: 'daily-check' } as const
    grants.push(await call('recordings.request', { purpose, note, cameraIds: ids, span }))
    coverage.push(...(await call('recordings.coverage', { cameraIds: ids, span })))
  }
  return { grants, coverage }
}

/** Asks for the same once more: a look that nobody plays under for a while is ended by the station. */
export async function renewed({ purpose, note, cameraIds, span }: Grant): Promise<Grant> {
  return await call('recordings.request', { purpose, note, cameraIds, span })
}
