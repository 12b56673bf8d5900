import { create } from 'zustand'
import type { MapHistory } from '../../../../shared/contract/map.ts'
import { call } from '../../../link/stores.ts'
import { advanced } from './moment.ts'

export const playbackSpeeds = [1, 4, 16, 60] as const

/** The playback of an incident on the map. */
export interface Playback {
  readonly history: MapHistory
  readonly positionMs: number
  readonly speed: number
  readonly isPlaying: boolean
}

export const useHistory = create<{ readonly playback: Playback | null; readonly error: unknown }>(() => ({
  playback: null,
  error: null,
}))

const beatMs = 200
let beat: ReturnType<typeof setInterval> | null = null

/** Reads what happened and stands at its beginning. */
export async function openHistory(incidentId: number): Promise<void> {
  closeHistory()
  try {
    const history = await call('map.history', { incidentId })
    useHistory.setState({
      playback: { history, positionMs: history.fromMs, speed: 4, isPlaying: false },
      error: null,
    })
  } catch (error) {
    useHistory.setState({ playback: null, error })
  }
}

/** The map shows the present again. */
export function closeHistory(): void {
  stop()
  useHistory.setState({ playback: null, error: null })
}

function stop(): void {
  if (beat !== null) clearInterval(beat)
  beat = null
}

function update(change: (playback: Playback) => Partial<Playback>): void {
  useHistory.setState(({ playback }) =>
    playback === null ? {} : { playback: { ...playback, ...change(playback) } },
  )
}

export const seek = (positionMs: number): void => update(() => ({ positionMs }))
export const setSpeed = (speed: number): void => update(() => ({ speed }))

/** Plays or pauses; at the end it begins anew. */
export function togglePlaying(): void {
  stop()
  update(({ isPlaying, positionMs, history }) => ({
    isPlaying: !isPlaying,
    positionMs: !isPlaying && positionMs >= history.toMs ? history.fromMs : positionMs,
  }))
  if (useHistory.getState().playback?.isPlaying !== true) return
  let lastMs = performance.now()
  beat = setInterval(() => {
    const nowMs = performance.now()
    const elapsedMs = nowMs - lastMs
    lastMs = nowMs
    update(({ history, positionMs, speed }) => {
      const next = advanced(history, positionMs, elapsedMs, speed)
      return { positionMs: next, isPlaying: next < history.toMs }
    })
    if (useHistory.getState().playback?.isPlaying !== true) stop()
  }, beatMs)
}
