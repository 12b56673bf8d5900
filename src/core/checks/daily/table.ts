import { DailyCheck } from '../../../shared/domain/daily-check.ts'
import type { Db } from '../../platform/database.ts'

const parse = (row: { state: string } | undefined): DailyCheck | null =>
  row === undefined ? null : DailyCheck.parse(JSON.parse(row.state))

/** All SQL of the daily rounds. */
export function dailyCheckTable(db: Db) {
  const put = db.prepare<[string, string]>(
    'INSERT INTO daily_check (day, state) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET state = excluded.state',
  )
  const byDay = db.prepare<[string], { state: string }>('SELECT state FROM daily_check WHERE day = ?')
  const last = db.prepare<[], { state: string }>('SELECT state FROM daily_check ORDER BY day DESC LIMIT 1')
  const since = db.prepare<[string], { state: string }>(
    'SELECT state FROM daily_check WHERE day >= ? ORDER BY day',
  )
  return {
    put: (check: DailyCheck): void => void put.run(check.day, JSON.stringify(check)),
    byDay: (day: string): DailyCheck | null => parse(byDay.get(day)),
    last: (): DailyCheck | null => parse(last.get()),
    since: (day: string): DailyCheck[] => since.all(day).map(row => DailyCheck.parse(JSON.parse(row.state))),
  }
}
