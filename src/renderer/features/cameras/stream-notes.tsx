import type { JSX } from 'react'
import type { StreamName } from '../../../shared/domain/camera.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import type { TileShows } from './tile-view.ts'
import { waitingNote, type Waiting } from './waiting-note.ts'

interface StreamNotesProps {
  cameraId: string
  asked: StreamName
  shows: Pick<TileShows, 'served' | 'transcoded' | keyof Waiting | 'waitingReason'>
}

/** What a picture is other than it should be: transcoded, the smaller stream, missing key frames. */
export function StreamNotes({ cameraId, asked, shows }: StreamNotesProps): JSX.Element {
  const t = useText()
  const keyFrames = useKnown(known => {
    const report = known.cameras?.find(({ id }) => id === cameraId)?.[shows.served]
    const isSparse = report?.warnings.includes('smart-codec') === true
    return isSparse ? Math.round((report?.keyFrameIntervalMs ?? 0) / 1_000) : null
  })
  const waiting = waitingNote(t, shows)
  const waitingTitle = [waiting?.words, shows.waitingReason].filter(Boolean).join('\n')
  const isSubInstead = asked === 'main' && shows.served === 'sub' && shows.waitingState === null
  return (
    <>
      {waiting !== null && (
        <span className={waiting.isBad ? 'tile-waiting tile-note' : 'tile-waiting'} title={waitingTitle}>
          {waiting.words}
        </span>
      )}
      {keyFrames !== null && (
        <span className="tile-note" title={t('camera.warning.smart-codec', { seconds: keyFrames })}>
          {t('camera.warning.smart-codec.short')}
        </span>
      )}
      {isSubInstead && <span title={t('camera.sub-instead')}>{t('camera.sub-instead.short')}</span>}
      {shows.transcoded && <span title={t('camera.transcoded')}>{t('cameras.transcoded')}</span>}
    </>
  )
}
