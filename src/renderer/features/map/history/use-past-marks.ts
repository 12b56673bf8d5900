import { useMemo } from 'react'
import { useText } from '../../../link/use-text.ts'
import type { MapMark } from '../../../ui/map/mark.ts'
import { pastMark, zonesAt } from './moment.ts'
import { useHistory } from './store.ts'

/** Turns marks into what they were at the moment that is played back; null while the map shows the present. */
export function usePastMarks(): ((mark: MapMark) => MapMark) | null {
  const t = useText()
  const playback = useHistory(state => state.playback)
  return useMemo(() => {
    if (playback === null) return null
    const zones = zonesAt(playback.history.frames, playback.positionMs)
    const words = { alarm: t('zone.state.alarm'), past: t('map.history') }
    return mark => pastMark(mark, zones.get(mark.id), words)
  }, [playback, t])
}
