import { Refusal } from '../../src/shared/refusal.ts'

/** The code with which something is refused; `done` when it is not. Anything else that is thrown is thrown on. */
export function codeOf(attempt: () => unknown): string {
  try {
    attempt()
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** The same of what is refused later. */
export async function codeOfLater(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
