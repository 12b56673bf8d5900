import { contactIdMessage, dc09Sender, type Dc09Sender } from './dc09-sender.ts'

export interface FloodOptions {
  readonly port: number
  /** Contact ID events in their order, e.g. `1130 01 007`. */
  readonly events: readonly string[]
  /** From one event to the next, ms; 0 = as fast as the lines take them. */
  readonly everyMs?: number
  /** Connections that they come in on by turns. */
  readonly lines?: number
  /** Number of the first message; above those that other diallers of the account use. */
  readonly firstSequence?: number
}

/**
 * A panel in a flood: sends every event once and resolves when each was acknowledged.
 * @throws Error for any other answer
 */
export async function sendFlood(options: FloodOptions): Promise<void> {
  const { port, events, everyMs = 0, lines = 5, firstSequence = 2_001 } = options
  await using connected = new AsyncDisposableStack()
  const senders: Dc09Sender[] = []
  for (let line = 0; line < lines; line++) senders.push(connected.use(await dc09Sender(port)))
  const startMs = performance.now()
  for (const [index, event] of events.entries()) {
    const dueMs = startMs + index * everyMs
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await new Promise(resolve => setTimeout(resolve, waitMs))
    senders[index % lines]?.write(contactIdMessage(firstSequence + index, event))
  }
  for (const [line, sender] of senders.entries()) {
    const expected = Math.ceil((events.length - line) / lines)
    await sender.until(answers => answers.length >= expected)
    for (const { token } of sender.answers) if (token !== 'ACK') throw new Error(`answered with ${token}`)
  }
}

/** Burglary in each of so many zones that the site file does not know, one after the other. */
export function burglaries(count: number, firstZone = 101): string[] {
  return Array.from({ length: count }, (_, index) => `1130 01 ${String(firstZone + index).padStart(3, '0')}`)
}

/** A press of the panic button in the demo school's zone 9. */
export const panicPress = '1120 00 009'
