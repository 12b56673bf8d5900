import type { TensionReading, TensionStretch } from '../../../shared/contract/tension.ts'
import type { Db } from '../../platform/database.ts'

const minuteMs = 60_000
/** What is older is removed. */
const keptMs = 30 * 24 * 3_600_000
/** An alarm that comes again and again must not fill the disk. */
const alarmsMost = 2_000

/** A minute of one segment, tenths of a newton. */
export interface TensionMinute {
  readonly panelId: string
  readonly segment: number
  /** Minutes since 1970. */
  readonly minute: number
  readonly low: number
  readonly mean: number
  readonly high: number
}

/** All SQL of the tension of fences. */
export function tensionTable(db: Db) {
  const put = db.prepare<[TensionMinute]>(
    `INSERT INTO tension_minute (panel_id, segment, minute, low, mean, high)
     VALUES (:panelId, :segment, :minute, :low, :mean, :high)
     ON CONFLICT DO UPDATE SET low = min(low, excluded.low), mean = (mean + excluded.mean) / 2,
       high = max(high, excluded.high)`,
  )
  const stretches = db.prepare<
    [{ panelId: string; segment: number; from: number; each: number }],
    TensionStretch
  >(
    `SELECT minute / :each * :each * ${minuteMs} AS atMs, min(low) / 10.0 AS low, avg(mean) / 10.0 AS mean,
       max(high) / 10.0 AS high
     FROM tension_minute WHERE panel_id = :panelId AND segment = :segment AND minute >= :from
     GROUP BY minute / :each ORDER BY 1`,
  )
  const forgetMinutes = db.prepare<[number]>('DELETE FROM tension_minute WHERE minute < ?')
  const addAlarm = db.prepare<[{ panelId: string; segment: number; atMs: number; readings: string }]>(
    'INSERT INTO tension_alarm (panel_id, segment, at_ms, readings) VALUES (:panelId, :segment, :atMs, :readings)',
  )
  const setAlarm = db.prepare<[{ id: number; readings: string }]>(
    'UPDATE tension_alarm SET readings = :readings WHERE id = :id',
  )
  const alarms = db.prepare<
    [{ panelId: string; segment: number; fromMs: number; most: number }],
    { atMs: number; readings: string }
  >(
    `SELECT at_ms AS atMs, readings FROM tension_alarm
     WHERE panel_id = :panelId AND segment = :segment AND at_ms >= :fromMs ORDER BY at_ms DESC LIMIT :most`,
  )
  const forgetAlarms = db.prepare<[{ beforeMs: number; most: number }]>(
    `DELETE FROM tension_alarm WHERE at_ms < :beforeMs
       OR id IN (SELECT id FROM tension_alarm ORDER BY at_ms DESC LIMIT -1 OFFSET :most)`,
  )
  return {
    /** Stores minutes and removes what is too old, in one commit. */
    putMinutes: db.transaction((minutes: readonly TensionMinute[], nowMs: number): void => {
      for (const minute of minutes) put.run(minute)
      forgetMinutes.run(Math.floor((nowMs - keptMs) / minuteMs))
      forgetAlarms.run({ beforeMs: Math.floor(nowMs - keptMs), most: alarmsMost })
    }),
    /** Newtons; each stretch is `stretchMinutes` long. */
    stretches: (panelId: string, segment: number, fromMs: number, stretchMinutes: number): TensionStretch[] =>
      stretches.all({ panelId, segment, from: Math.floor(fromMs / minuteMs), each: stretchMinutes }),
    /** @returns the id */
    addAlarm: (panelId: string, segment: number, atMs: number, readings: readonly TensionReading[]): number =>
      Number(
        addAlarm.run({ panelId, segment, atMs: Math.round(atMs), readings: JSON.stringify(readings) })
          .lastInsertRowid,
      ),
    setAlarm: (id: number, readings: readonly TensionReading[]): void =>
      void setAlarm.run({ id, readings: JSON.stringify(readings) }),
    /** The last first. */
    alarms: (panelId: string, segment: number, fromMs: number, most: number) =>
      alarms
        .all({ panelId, segment, fromMs, most })
        .map(row => ({ atMs: row.atMs, readings: JSON.parse(row.readings) as TensionReading[] })),
  }
}
