import { useEffect, useMemo, useState, type JSX } from 'react'
import type { Coverage, Grant } from '../../../shared/domain/recording.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatMinutes, formatTime } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useSession } from '../duty/index.ts'
import type { SkippedGap } from './playback-player.ts'
import { PlayerControls } from './player-controls.tsx'
import { finishViewing } from './store.ts'
import { Timeline } from './timeline.tsx'
import { usePlayer, type PlayerHandle } from './use-player.ts'
import { Watermark } from './watermark.tsx'

type Known =
  { kind: 'loading' } | { kind: 'failed'; error: unknown } | { kind: 'known'; coverage: Coverage[] }

const emptyCameras: readonly { id: string; name: string }[] = []

function gapText(t: Translate, gap: SkippedGap): string {
  return t('recordings.gap.skipped', {
    from: formatTime(gap.fromMs),
    to: formatTime(gap.toMs),
    cause: gap.cause === null ? t('recordings.gap.unknown') : t(`gap.${gap.cause}`),
  })
}

/** Words over the picture while it does not simply play. */
function PlayerNotice({ player }: { player: PlayerHandle }): JSX.Element | null {
  const t = useText()
  const { phase, failure } = player.state
  if (phase === 'failed' && failure !== null) {
    const reason = t(`recordings.failure.${failure.kind}`, { detail: failure.detail })
    return (
      <div className="player-notice" role="alert" data-testid="player-notice" data-phase={phase}>
        <StateIcon tone="fault" size={24} />
        {t('recordings.state.failed', { reason })}
        <Button onClick={() => player.seek(player.state.positionMs)}>{t('app.retry')}</Button>
      </div>
    )
  }
  if (phase !== 'loading' && phase !== 'ended') return null
  return (
    <div className="player-notice" role="status" data-testid="player-notice" data-phase={phase}>
      {phase === 'loading' && <StateIcon tone="busy" size={24} />}
      {phase === 'loading' ? t('recordings.state.loading') : t('recordings.state.ended')}
    </div>
  )
}

function Expiry({ atMs }: { atMs: number }): JSX.Element {
  const t = useText()
  return useNow() < atMs ? (
    <span className="panel-subtitle">{t('recordings.session.until', { time: formatMinutes(atMs) })}</span>
  ) : (
    <span className="purpose-error" role="alert">
      {t('recordings.session.expired')}
    </span>
  )
}

function useCoverage(grant: Grant): Known {
  const [known, setKnown] = useState<Known>({ kind: 'loading' })
  useEffect(() => {
    let isCurrent = true
    call('recordings.coverage', { cameraIds: grant.cameraIds, span: grant.span }).then(
      coverage => isCurrent && setKnown({ kind: 'known', coverage }),
      (error: unknown) => isCurrent && setKnown({ kind: 'failed', error }),
    )
    return () => {
      isCurrent = false
    }
  }, [grant])
  return known
}

/** A granted look at recordings: player, timeline, and the way to end it. */
export function PlaybackSession({ grant }: { grant: Grant }): JSX.Element {
  const t = useText()
  const known = useCoverage(grant)
  if (known.kind === 'loading') return <Loading />
  if (known.kind === 'failed') return <Failed message={t.refusal(known.error)} retry={finishViewing} />
  const first = known.coverage.find(each => each.recorded.length > 0)
  if (first === undefined)
    return (
      <div className="page-state" data-testid="empty">
        <p>{t('recordings.timeline.none')}</p>
        <Button onClick={finishViewing}>{t('recordings.finish')}</Button>
      </div>
    )
  const startMs = Math.max(grant.span.fromMs, first.recorded[0]?.fromMs ?? 0)
  return <Session grant={grant} coverage={known.coverage} firstCameraId={first.cameraId} startMs={startMs} />
}

interface SessionProps {
  grant: Grant
  coverage: readonly Coverage[]
  firstCameraId: string
  startMs: number
}

function Session({ grant, coverage, firstCameraId, startMs }: SessionProps): JSX.Element {
  const t = useText()
  const viewer = useSession()?.person.name ?? ''
  const cameras = useKnown(state => state.site?.cameras ?? emptyCameras)
  const names = useMemo(() => new Map(cameras.map(camera => [camera.id, camera.name])), [cameras])
  const [cameraId, setCameraId] = useState(firstCameraId)
  const [video, player] = usePlayer(grant, cameraId, startMs)
  const seek = (id: string, atMs: number) => {
    setCameraId(id)
    player.seek(atMs)
  }
  return (
    <div className="playback" data-testid="playback-session" data-grant-number={grant.number}>
      <Panel
        title={names.get(cameraId) ?? cameraId}
        subtitle={t('recordings.session', {
          number: grant.number,
          purpose: t(`purpose.${grant.purpose.kind}`),
        })}
        actions={
          <>
            <Expiry atMs={grant.expiresAtMs} />
            <Button kind="primary" size="small" testId="finish-viewing" onClick={finishViewing}>
              {t('recordings.finish')}
            </Button>
          </>
        }
      >
        <div className="player" data-testid="player" data-phase={player.state.phase} data-camera={cameraId}>
          <video ref={video} muted playsInline disablePictureInPicture disableRemotePlayback tabIndex={-1} />
          <Watermark viewer={viewer} />
          <PlayerNotice player={player} />
          {player.gap !== null && (
            <div className="player-gap" role="status" data-testid="gap-notice">
              <StateIcon tone="warn" size={18} /> {gapText(t, player.gap)}
            </div>
          )}
        </div>
      </Panel>
      <PlayerControls player={player} />
      <Timeline
        span={grant.span}
        coverage={coverage}
        names={names}
        cameraId={cameraId}
        positionMs={player.state.positionMs}
        onSeek={seek}
      />
    </div>
  )
}
