import type { Page } from '@playwright/test'
import { pause } from '../../scripts/demo/ending.mjs'
import { seededRandom } from '../../simulator/random.ts'
import type { IncidentAction } from '../../src/shared/domain/incident.ts'
import { contactIdMessage, dc09Sender, type Dc09Sender } from '../helpers/dc09-sender.ts'
import type { Desk } from '../helpers/desk.ts'
import { median, percentile, rounded, type BenchContext, type Figures } from './context.ts'

/** The running console: its page, a second link into its core, and where its panel reports to. */
export interface AlarmRoom extends Pick<BenchContext, 'signal' | 'log'> {
  readonly desk: Desk
  readonly page: Page
  readonly port: number
}

/** Lines that the flood comes in on, each a panel's. */
const floodLines = 10
const floodIntervalMs = 10
/** Longest wait for the last alarm of the flood on the screen, ms. */
const floodTimeoutMs = 60_000

/** What the guard does to be done with an incident. */
const steps: readonly IncidentAction[] = [
  { type: 'locate' },
  { type: 'dispatch', who: '李强' },
  { type: 'arrive' },
  { type: 'verify', verdict: 'test', note: '' },
  { type: 'handle', text: '测试' },
  { type: 'report', told: ['none-needed'], note: '' },
  { type: 'record', text: '测试' },
  { type: 'close' },
]

/** One alarm a second, each closed before the next comes, so that each is the pop-up. */
export async function alarmsBySecond(room: AlarmRoom, alarms: number): Promise<Figures> {
  using sender = await dc09Sender(room.port)
  const random = seededRandom(1, 'alarm bench')
  const shown: number[] = []
  const acknowledged: number[] = []
  const startMs = performance.now()
  for (let index = 0; index < alarms; index++) {
    // At no fixed beat with the timers of the app.
    const dueMs = startMs + index * 1_000 + random.between(0, 300)
    await pause(Math.max(0, dueMs - performance.now()), room.signal)
    room.signal.throwIfAborted()
    acknowledged.push(await sendAlarm(sender, index, index + 1, index + 1))
    shown.push(await handle(room))
    if ((index + 1) % 20 === 0)
      room.log(`alarm ${index + 1}/${alarms}: median ${median(shown).toFixed(0)} ms`)
  }
  return told(room, 'one a second', figuresOf(acknowledged, shown))
}

/**
 * A hundred alarms a second, each of another detector, nobody does anything about them. An alarm counts as painted when
 * it is the pop-up or is named or counted in its head.
 * @param before messages that the panel has sent already
 */
export async function alarmsInFlood(room: AlarmRoom, alarms: number, before: number): Promise<Figures> {
  await using lines = new AsyncDisposableStack()
  const senders: Dc09Sender[] = []
  for (let line = 0; line < floodLines; line++) senders.push(lines.use(await dc09Sender(room.port)))
  const acknowledged: Promise<number>[] = []
  const startMs = performance.now()
  for (let index = 0; index < alarms; index++) {
    await pause(Math.max(0, startMs + index * floodIntervalMs - performance.now()), room.signal)
    room.signal.throwIfAborted()
    const sender = senders[index % floodLines]
    if (sender === undefined) throw new Error('no line')
    acknowledged.push(sendAlarm(sender, Math.floor(index / floodLines), before + index + 1, index + 1))
  }
  const acknowledgedMs = await Promise.all(acknowledged)
  room.log(`${alarms} alarms in ${Math.round(performance.now() - startMs)} ms acknowledged`)
  const open = await room.desk.until(
    'incidents',
    incidents => incidents.length === alarms && incidents.every(({ shownAfterMs }) => shownAfterMs !== null),
    floodTimeoutMs,
  )
  const shown = open.map(({ shownAfterMs }) => shownAfterMs ?? Number.NaN)
  return told(room, 'a hundred a second', figuresOf(acknowledgedMs, shown))
}

/** Whatever fails later, what was measured has been told. */
function told(room: AlarmRoom, what: string, figures: Figures): Figures {
  room.log(`${what}: ${JSON.stringify(figures)}`)
  return figures
}

function figuresOf(acknowledgedMs: readonly number[], shownMs: readonly number[]): Figures {
  return {
    ackMedianMs: rounded(median(acknowledgedMs), 2),
    ackP99Ms: rounded(percentile(acknowledgedMs, 0.99), 2),
    shownMedianMs: rounded(median(shownMs), 1),
    shownP99Ms: rounded(percentile(shownMs, 0.99), 1),
    alarms: shownMs.length,
  }
}

/** Sends one burglary alarm as the message of that number on its line; gives the time until its ACK, ms. */
async function sendAlarm(
  sender: Dc09Sender,
  answerIndex: number,
  sequence: number,
  zone: number,
): Promise<number> {
  const message = contactIdMessage(sequence, `1130 01 ${String(zone).padStart(3, '0')}`)
  const sentAtMs = performance.now()
  sender.write(message)
  const { token } = await sender.answer(answerIndex)
  if (token !== 'ACK') throw new Error(`alarm ${sequence} was answered with ${token}`)
  return performance.now() - sentAtMs
}

/** Waits until the pop-up of the only open incident was painted, closes the incident, and gives `shownAfterMs`. */
async function handle({ desk, page }: AlarmRoom): Promise<number> {
  const [incident] = await desk.until('incidents', ([first]) => (first?.shownAfterMs ?? null) !== null)
  if (incident?.shownAfterMs == null) throw new Error('no incident')
  for (const action of steps) await desk.call('incidents.act', { id: incident.id, action })
  await desk.until('incidents', open => open.length === 0)
  await page.getByTestId('alarm-stage').waitFor({ state: 'hidden' })
  return incident.shownAfterMs
}
