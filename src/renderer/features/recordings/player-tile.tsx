import { useEffect, useRef, type JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import type { PlaybackState } from './playback-state.ts'
import type { PlayerHandle } from './use-player.ts'
import { Watermark } from './watermark.tsx'

interface PlayerTileProps {
  cameraId: string
  name: string
  viewer: string
  player: PlayerHandle
  isChosen: boolean
  onChoose: () => void
}

/** What covers the picture of one camera while there is none. */
function TileNotice({ player, cameraId }: { player: PlayerHandle; cameraId: string }): JSX.Element | null {
  const t = useText()
  const tile = player.state.tiles[cameraId]
  if (tile?.kind === 'failed') {
    const reason = t(`recordings.failure.${tile.failure.kind}`, { detail: tile.failure.detail })
    return (
      <div className="player-notice" role="alert" data-testid="player-notice" data-phase="failed">
        <StateIcon tone="fault" size={24} />
        {t('recordings.state.failed', { reason })}
        <Button onClick={() => player.seek(player.state.positionMs)}>{t('app.retry')}</Button>
      </div>
    )
  }
  if (tile?.kind !== 'gap') return null
  return (
    <div className="player-nothing" role="status" data-testid="player-nothing">
      <b>{t('recordings.tile.nothing')}</b>
      <span>{tile.cause === null ? t('recordings.gap.unknown') : t(`gap.${tile.cause}`)}</span>
    </div>
  )
}

function kindOf(state: PlaybackState, cameraId: string): string {
  return state.tiles[cameraId]?.kind ?? 'loading'
}

/** One camera of a look at recordings: picture, name, who looks. */
export function PlayerTile(props: PlayerTileProps): JSX.Element {
  const { cameraId, name, player, isChosen, onChoose } = props
  const t = useText()
  const video = useRef<HTMLVideoElement>(null)
  const still = useRef<HTMLCanvasElement>(null)
  const { attach } = player
  useEffect(() => {
    if (video.current === null || still.current === null) return
    return attach(cameraId, { video: video.current, still: still.current })
  }, [attach, cameraId])
  return (
    <div
      className="player-tile"
      data-testid="player-tile"
      data-camera={cameraId}
      data-state={kindOf(player.state, cameraId)}
      data-chosen={isChosen}
      onClick={onChoose}
    >
      <video ref={video} muted playsInline disablePictureInPicture disableRemotePlayback tabIndex={-1} />
      <canvas ref={still} hidden className="player-still" />
      <Watermark viewer={props.viewer} />
      <span className="player-name">
        {name}
        {player.state.tiles[cameraId]?.isTranscoded === true && (
          <small data-testid="transcoded">{t('recordings.tile.transcoded')}</small>
        )}
      </span>
      <TileNotice player={player} cameraId={cameraId} />
    </div>
  )
}
