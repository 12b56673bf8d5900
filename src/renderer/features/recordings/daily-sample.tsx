import { useState, type JSX } from 'react'
import type { Coverage, Grant } from '../../../shared/domain/recording.ts'
import { useText } from '../../link/use-text.ts'
import { useHotkey } from '../../ui/hotkeys.ts'
import { formatMinutes } from '../../ui/time.ts'
import { useSession } from '../duty/index.ts'
import { samplePoints } from './daily-sample-points.ts'
import { PlayerTile } from './player-tile.tsx'
import { usePlayer } from './use-player.ts'

/** What a round looks at: the standing grant over the last 24 hours, and what was recorded; none where no camera is. */
export interface RoundMaterial {
  readonly grant: Grant | null
  readonly coverage: readonly Coverage[]
}

/** A camera's recordings of the last day at the moments that tell most; S goes to the next moment. */
export function DailySample(props: { cameraId: string; name: string; material: RoundMaterial }): JSX.Element {
  const t = useText()
  const { grant, coverage } = props.material
  const mine = coverage.find(({ cameraId }) => cameraId === props.cameraId)
  if (grant === null || mine === undefined) return <NoSample words={t('daily.sample.off')} />
  const points = samplePoints(grant.span, mine.recorded)
  const [first] = points
  if (first === undefined) return <NoSample words={t('daily.sample.none')} />
  return <Sample {...props} grant={grant} points={points} first={first} />
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
}): JSX.Element {
  const t = useText()
  const { cameraId, name, grant, points, first } = props
  const viewer = useSession()?.person.name ?? ''
  const player = usePlayer(grant, first)
  const [at, setAt] = useState(0)
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
