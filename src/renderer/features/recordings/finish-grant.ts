import { call } from '../../link/stores.ts'

const reporters = new Map<string, Set<() => void>>()

/** Has `report` called before the grant ends, until disposed: it says what was shown since it last did. */
export function beforeFinish(grantId: string, report: () => void): Disposable {
  const known = reporters.get(grantId) ?? new Set()
  reporters.set(grantId, known.add(report))
  return {
    [Symbol.dispose]() {
      known.delete(report)
      if (known.size === 0) reporters.delete(grantId)
    },
  }
}

/**
 * Gives a grant back. What was shown until now is reported first: behind the end the register takes nothing, and a short
 * look would stand in it as none (A-N6.2).
 */
export function finishGrant(grantId: string): void {
  for (const report of reporters.get(grantId) ?? []) report()
  call('recordings.finish', { grantId }).catch(() => {})
}
