import { MediaError } from '../media/boxes.ts'

/** The station's own limits, which say nothing of a file. */
const ownLimits: readonly string[] = ['EMFILE', 'ENFILE', 'ENOMEM']

/** Whether an error says that a recorded file, or the disk below it, cannot be read. Everything else is a bug. */
export function isUnreadable(error: unknown): boolean {
  if (error instanceof MediaError) return true
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return false
  return typeof error.code === 'string' && !ownLimits.includes(error.code)
}

/** What reading gives; null where the file cannot be read. */
export async function unlessUnreadable<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (isUnreadable(error)) return null
    throw error
  }
}
