import { station } from '../../shared/domain/person.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'

/** How often the station writes that it is awake; blind time is known to this precision. */
const beatIntervalMs = 1_000

/**
 * Tells blind time: the station writes every second that it is awake. When it starts and the last run did not end with
 * `station.stopped`, the time between is journaled as `station.blind` (A-10.a: the room is watched 24 h).
 */
export function startHeartbeat(options: {
  db: Db
  journal: Journal
  clock: Clock
  signal: AbortSignal
  about: object
}): void {
  const { db, journal, clock } = options
  const beat = db.prepare<[number]>(
    `INSERT INTO station_beat (id, at_ms) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at_ms = excluded.at_ms`,
  )
  const lastBeat = db
    .prepare<[], { atMs: number }>('SELECT at_ms AS atMs FROM station_beat WHERE id = 1')
    .get()
  const lastTurn = journal.lastOf(['station.started', 'station.stopped'])
  const nowMs = clock.now()
  journal.transaction(() => {
    if (lastTurn !== null) {
      const unclean = lastTurn.kind === 'station.started'
      const fromMs = unclean ? Math.max(lastTurn.atMs, lastBeat?.atMs ?? 0) : lastTurn.atMs
      journal.append({
        actor: station,
        kind: 'station.blind',
        subject: 'station',
        body: { fromMs, toMs: Math.max(fromMs, nowMs), unclean },
      })
    }
    journal.append({ actor: station, kind: 'station.started', subject: 'station', body: options.about })
    beat.run(nowMs)
  })
  void keepBeating(() => beat.run(clock.now()), clock, options.signal)
}

async function keepBeating(beat: () => void, clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(beatIntervalMs, signal)
    if (signal.aborted) return
    beat()
  }
}
