import Database from 'better-sqlite3'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Journal } from '../../src/core/journal/journal.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { databaseFile } from '../../src/core/platform/database.ts'
import { freePort } from '../../simulator/free-port.ts'
import { startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { writeDc09Site } from '../helpers/dc09-site.ts'
import { tortureClient, type TortureResult } from '../helpers/torture-client.ts'

/** The long form is what the receiver is held to; the short one notices when something broke. */
const isLong = process.env['ZHISHOU_TORTURE'] === 'long'
const accountCount = 200
const plan = isLong
  ? { messagesEach: 150, perSecond: 500, killsAfterMs: [20_000, 20_000] }
  : { messagesEach: 8, perSecond: 250, killsAfterMs: [2_500] }
const accounts = Array.from({ length: accountCount }, (_, index) => `A${String(index).padStart(4, '0')}`)

test(
  'a flood from 200 panels with kill -9 in the middle: what was acknowledged is in the journal, everything once',
  { timeout: 170_000 },
  async () => {
    using folder = dataFolder()
    const port = await freePort()
    const siteFile = writeDc09Site(folder.path, port, accounts)
    const dataDir = join(folder.path, 'data')
    let core = await startCore(dataDir, siteFile)
    const startMs = performance.now()
    const everyMs = (accountCount * 1_000) / plan.perSecond
    const panels = accounts.map((account, index) => {
      const transport = index % 5 === 4 ? ('udp' as const) : ('tcp' as const)
      return tortureClient({ account, port, transport, messages: plan.messagesEach, everyMs })
    })
    const finished = Promise.all(panels.map(({ done }) => done))
    try {
      for (const afterMs of plan.killsAfterMs) {
        await Promise.race([pause(afterMs), finished])
        await core.end('SIGKILL')
        const acknowledged = pairsOf(panels)
        expect(acknowledged.length).toBeGreaterThan(0)
        const stored = storedMessages(dataDir)
        expect(acknowledged.filter(pair => !stored.has(pair))).toEqual([])
        core = await startCore(dataDir, siteFile)
      }
      await finished
    } finally {
      await core.end('SIGKILL')
    }
    report(panels, performance.now() - startMs)
    expect(panels.reduce((sum, { failedTries }) => sum + failedTries.count, 0)).toBeGreaterThan(0)
    const stored = storedMessages(dataDir)
    expect([...stored].filter(([, count]) => count !== 1)).toEqual([])
    expect(stored.size).toBe(accountCount * plan.messagesEach)
    expect(pairsOf(panels).filter(pair => !stored.has(pair))).toEqual([])
  },
)

function pairsOf(panels: readonly TortureResult[]): string[] {
  return panels.flatMap(({ acknowledged }, index) =>
    [...acknowledged].map(sequence => `${accounts[index]} ${sequence}`),
  )
}

/** How often each message, by account and sequence, is in the journal; the journal's chain is checked by the way. */
function storedMessages(dataDir: string): Map<string, number> {
  const db = new Database(databaseFile(dataDir))
  try {
    expect(new Journal(db, systemClock).verify().bad).toBeNull()
    const counts = new Map<string, number>()
    const rows = db.prepare<[], { body: string }>(`SELECT body FROM journal WHERE kind = 'intrusion.signal'`)
    for (const { body } of rows.iterate()) {
      const { raw } = JSON.parse(body) as { raw: string }
      const [, sequence, account] = /"ADM-CID"(\d{4})R0L0#([0-9A-F]+)\[/.exec(raw) ?? []
      const pair = `${account} ${Number(sequence)}`
      counts.set(pair, (counts.get(pair) ?? 0) + 1)
    }
    return counts
  } finally {
    db.close()
  }
}

function report(panels: readonly TortureResult[], tookMs: number): void {
  if (!isLong) return
  const latencies = panels.flatMap(({ latenciesMs }) => latenciesMs).toSorted((a, b) => a - b)
  const at = (share: number): number => Math.round(latencies[Math.floor((latencies.length - 1) * share)] ?? 0)
  const failed = panels.reduce((sum, { failedTries }) => sum + failedTries.count, 0)
  const line = {
    messages: latencies.length,
    tookMs: Math.round(tookMs),
    failedTries: failed,
    p50Ms: at(0.5),
    p90Ms: at(0.9),
    p99Ms: at(0.99),
  }
  console.log(JSON.stringify(line))
}
