import { useEffect, useRef, useState, type JSX } from 'react'
import type { Grant } from '../../../shared/domain/recording.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { useHotkey } from '../../ui/hotkeys.ts'
import { formatMinutes } from '../../ui/time.ts'
import { useSession } from '../duty/index.ts'
import type { RoundMaterial } from './daily-material.ts'
import { samplePoints } from './daily-sample-points.ts'
import type { PlaybackState } from './playback-state.ts'
import { PlayerTile } from './player-tile.tsx'
import { usePlayer } from './use-player.ts'

interface DailySampleProps {
  cameraId: string
  name: string
  material: RoundMaterial
  /** The station has ended this look. */
  onGrantEnded: (grant: Grant) => void
}

/** A camera's recordings of the last day at the moments that tell most; S goes to the next moment. */
export function DailySample(props: DailySampleProps): JSX.Element {
  const t = useText()
  const { cameraId, material, onGrantEnded } = props
  const isOwn = useKnown(state => state.site?.cameras.find(({ id }) => id === cameraId)?.recorded ?? true)
  // Once for every camera: a station that ends looks at once is not asked over and over.
  const hasAsked = useRef(false)
  const grant = material.grants.find(({ cameraIds }) => cameraIds.includes(cameraId))
  const mine = material.coverage.find(coverage => coverage.cameraId === cameraId)
  if (grant === undefined || mine === undefined) return <NoSample words={t('daily.sample.off')} />
  // What the school's recorder has is known only when it is asked for it.
  const points = samplePoints(grant.span, isOwn ? mine.recorded : [grant.span])
  const [first] = points
  if (first === undefined) return <NoSample words={t('daily.sample.none')} />
  const ended = () => {
    if (hasAsked.current) return
    hasAsked.current = true
    onGrantEnded(grant)
  }
  return <Sample key={grant.id} {...props} grant={grant} points={points} first={first} onEnded={ended} />
}

function NoSample({ words }: { words: string }): JSX.Element {
  const t = useText()
  return (
    <>
      <figcaption>{t('daily.sample')}</figcaption>
      <p className="daily-no-sample" data-testid="daily-no-sample">
        {words}
      </p>
    </>
  )
}

function Sample(props: {
  cameraId: string
  name: string
  grant: Grant
  points: readonly number[]
  first: number
  onEnded: () => void
}): JSX.Element {
  const t = useText()
  const { cameraId, name, grant, points, first, onEnded } = props
  const viewer = useSession()?.person.name ?? ''
  const player = usePlayer(grant, first)
  const [at, setAt] = useState(0)
  const hasEnded = hasLostGrant(player.state, cameraId)
  useEffect(() => {
    if (hasEnded) onEnded()
  }, [hasEnded, onEnded])
  const go = (index: number) => {
    const atMs = points[index]
    if (atMs === undefined) return
    setAt(index)
    player.seek(atMs)
  }
  useHotkey('s', 'page', () => go((at + 1) % points.length))
  return (
    <>
      <figcaption>
        {t('daily.sample')}
        <span className="daily-points" role="group" aria-label={t('daily.sample.points')}>
          {points.map((atMs, index) => (
            <button key={atMs} type="button" aria-pressed={index === at} onClick={() => go(index)}>
              {formatMinutes(atMs)}
            </button>
          ))}
        </span>
      </figcaption>
      <div className="daily-player" data-testid="daily-player" data-phase={player.state.phase}>
        <PlayerTile
          cameraId={cameraId}
          name={name}
          viewer={viewer}
          player={player}
          isChosen={false}
          onChoose={() => {}}
        />
      </div>
    </>
  )
}

function hasLostGrant({ tiles }: PlaybackState, cameraId: string): boolean {
  const tile = tiles[cameraId]
  return (
    tile?.kind === 'failed' && tile.failure.kind === 'closed' && tile.failure.detail === 'recordings.no-grant'
  )
}
