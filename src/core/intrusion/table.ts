import type { UnknownAccount } from '../../shared/domain/intrusion.ts'
import type { Db } from '../platform/database.ts'
import type { Delivery, Stranger } from './drivers/driver.ts'

export interface DisarmedPerimeter {
  readonly partitionId: string
  readonly reason: string
  readonly byName: string
  readonly rearmAtMs: number
}

/** All SQL of perimeters that are out of their norm. */
export function perimeterTable(db: Db) {
  const put = db.prepare<[DisarmedPerimeter]>(
    `INSERT INTO perimeter_disarmed (partition_id, reason, by_name, rearm_at_ms)
     VALUES (:partitionId, :reason, :byName, :rearmAtMs)
     ON CONFLICT (partition_id) DO UPDATE SET reason = excluded.reason, by_name = excluded.by_name,
       rearm_at_ms = excluded.rearm_at_ms`,
  )
  const remove = db.prepare<[string]>('DELETE FROM perimeter_disarmed WHERE partition_id = ?')
  const all = db.prepare<[], DisarmedPerimeter>(
    `SELECT partition_id AS partitionId, reason, by_name AS byName, rearm_at_ms AS rearmAtMs
     FROM perimeter_disarmed`,
  )
  return {
    put: (row: DisarmedPerimeter): void => void put.run(row),
    remove: (partitionId: string): void => void remove.run(partitionId),
    all: (): DisarmedPerimeter[] => all.all(),
  }
}

/** How long a panel may send the same message again, ms. */
const deliveryKeptMs = 10 * 60_000
/** How often old ones are removed, in deliveries. */
const forgetEvery = 256

/** All SQL of what was delivered lately. */
export function deliveryTable(db: Db) {
  const known = db.prepare<[Delivery & { sinceMs: number; untilMs: number }], { found: number }>(
    `SELECT 1 AS found FROM dc09_delivery WHERE account = :account AND receiver = :receiver AND line = :line
       AND sequence = :sequence AND part = :part AND content_hash = :contentHash
       AND at_ms BETWEEN :sinceMs AND :untilMs`,
  )
  const put = db.prepare<[Delivery & { atMs: number }]>(
    `INSERT INTO dc09_delivery (account, receiver, line, sequence, part, content_hash, at_ms)
     VALUES (:account, :receiver, :line, :sequence, :part, :contentHash, :atMs)
     ON CONFLICT DO UPDATE SET content_hash = excluded.content_hash, at_ms = excluded.at_ms`,
  )
  const forget = db.prepare<[{ sinceMs: number; untilMs: number }]>(
    'DELETE FROM dc09_delivery WHERE at_ms NOT BETWEEN :sinceMs AND :untilMs',
  )
  let untilForget = 0
  return {
    /** Notes a delivery, in the transaction of what it brought. Gives false when it is the one noted last. */
    isNew(delivery: Delivery, nowMs: number): boolean {
      const atMs = Math.round(nowMs)
      // A clock that was set back must not make a day of messages look fresh.
      const window = { sinceMs: atMs - deliveryKeptMs, untilMs: atMs + deliveryKeptMs }
      if (known.get({ ...delivery, ...window }) !== undefined) return false
      put.run({ ...delivery, atMs })
      if (untilForget-- <= 0) {
        forget.run(window)
        untilForget = forgetEvery
      }
      return true
    },
  }
}

/** More accounts than any mis-set panels make; the longest silent ones are forgotten beyond it. */
const strangersMost = 200

/** All SQL of messages that could not be used, by account and cause. */
export function strangerTable(db: Db) {
  const put = db.prepare<[Stranger & { source: string; atMs: number }]>(
    `INSERT INTO dc09_stranger
       (account, why, first_at_ms, last_at_ms, count, source, code, partition_number, number)
     VALUES (:account, :why, :atMs, :atMs, 1, :source, :code, :partitionNumber, :number)
     ON CONFLICT DO UPDATE SET last_at_ms = excluded.last_at_ms, count = count + 1, source = excluded.source,
       code = excluded.code, partition_number = excluded.partition_number, number = excluded.number`,
  )
  const trim = db.prepare<[number]>(
    `DELETE FROM dc09_stranger WHERE (account, why) IN
       (SELECT account, why FROM dc09_stranger ORDER BY last_at_ms DESC LIMIT -1 OFFSET ?)`,
  )
  const all = db.prepare<[], Omit<UnknownAccount, 'codeName'>>(
    `SELECT account, why, first_at_ms AS firstAtMs, last_at_ms AS lastAtMs, count, source, code,
       partition_number AS partitionNumber, number FROM dc09_stranger ORDER BY last_at_ms DESC`,
  )
  return {
    note(stranger: Stranger, source: string, nowMs: number): void {
      put.run({ ...stranger, source, atMs: Math.round(nowMs) })
      trim.run(strangersMost)
    },
    /** The last heard first. */
    all: (): Omit<UnknownAccount, 'codeName'>[] => all.all(),
  }
}
