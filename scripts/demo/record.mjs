// What a run left in the station's data folder, read after the station has ended.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { projectFolder, projectNode, run } from '../setup/tools.mjs'

/** @typedef {{kind: string, zone: string | null, raisedAt: string, deviceAt: string | null, shownAfterMs: number | null}} ReportedIncident */

/**
 * All incidents of a data folder, open and closed, and the process that the last station was.
 * @param {string} dataDir
 */
export function readRecord(dataDir) {
  const db = new Database(join(dataDir, 'station.db'), { readonly: true, fileMustExist: true })
  try {
    const states = /** @type {string[]} */ (
      db.prepare('SELECT state FROM incident ORDER BY id').pluck().all()
    )
    const started = db
      .prepare(`SELECT body FROM journal WHERE kind = 'station.started' ORDER BY seq DESC LIMIT 1`)
      .pluck()
      .get()
    /** @type {{node: string, pid: number}} */
    const station = JSON.parse(String(started))
    const incidents = states.map(state => toReport(JSON.parse(state)))
    return { incidents, node: station.node.replace(/^v/, ''), pid: station.pid }
  } finally {
    db.close()
  }
}

/**
 * @param {import('../../src/shared/domain/incident.ts').Incident} incident
 * @returns {ReportedIncident}
 */
function toReport({ kind, zoneId, raisedAtMs, deviceAtMs, shownAfterMs }) {
  return {
    kind,
    zone: zoneId,
    raisedAt: isoTime(raisedAtMs),
    deviceAt: deviceAtMs === null ? null : isoTime(deviceAtMs),
    shownAfterMs: shownAfterMs === null ? null : Math.round(shownAfterMs),
  }
}

/** @param {number} ms since 1970 UTC */
const isoTime = ms => new Date(ms).toISOString()

/**
 * Runs `npm run verify` on a data folder.
 * @param {string} dataDir
 * @returns {Promise<{entries: number, verified: boolean}>}
 */
export async function verifyJournal(dataDir) {
  const script = join(projectFolder, 'src', 'core', 'verify.ts')
  const { code, output } = await run(projectNode(), [script, dataDir])
  const entries = /(\d+) entries/.exec(output)?.[1]
  if (code !== 0) console.error(output)
  return { entries: entries === undefined ? countEntries(dataDir) : Number(entries), verified: code === 0 }
}

/** @param {string} dataDir */
function countEntries(dataDir) {
  const db = new Database(join(dataDir, 'station.db'), { readonly: true, fileMustExist: true })
  try {
    return Number(db.prepare('SELECT count(*) FROM journal').pluck().get())
  } finally {
    db.close()
  }
}
