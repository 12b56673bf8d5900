import { useEffect, useState, type JSX } from 'react'
import type { Grant } from '../../../shared/domain/recording.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { finishGrant } from './finish-grant.ts'
import { PlayerTile } from './player-tile.tsx'
import { usePlayer } from './use-player.ts'

/** So much of what was before is shown, ms. */
const beforeMs = 10_000

interface BeforeAlarmProps {
  incidentId: number
  cameraId: string
  raisedAtMs: number
}

type Fetched =
  | { readonly kind: 'reading' }
  | { readonly kind: 'granted'; readonly grant: Grant }
  | { readonly kind: 'refused'; readonly error: unknown }

/**
 * What a camera recorded in the ten seconds before an alarm, over and over, beside what it sees now. A look at
 * recordings like any other: under the standing purpose of incident review, journaled, with who looks over the picture.
 */
export function BeforeAlarm(props: BeforeAlarmProps): JSX.Element {
  const t = useText()
  const mayReview = useMay('recordings.incident-review')
  if (!mayReview) return <Words>{t('incidents.before.may-not')}</Words>
  return <Fetching key={`${props.incidentId} ${props.cameraId} ${props.raisedAtMs}`} {...props} />
}

function Words({ children }: { children: string }): JSX.Element {
  return (
    <div className="before-words" role="status" data-testid="before-alarm" data-state="none">
      <StateIcon tone="info" size={20} />
      {children}
    </div>
  )
}

function Fetching({ incidentId, cameraId, raisedAtMs }: BeforeAlarmProps): JSX.Element {
  const t = useText()
  const fetched = useGrant(incidentId, cameraId, raisedAtMs)
  if (fetched.kind === 'reading') return <Words>{t('incidents.before.reading')}</Words>
  if (fetched.kind === 'refused')
    return <Words>{t('incidents.before.none', { reason: t.refusal(fetched.error) })}</Words>
  return <Loop grant={fetched.grant} cameraId={cameraId} />
}

function useGrant(incidentId: number, cameraId: string, raisedAtMs: number): Fetched {
  const [fetched, setFetched] = useState<Fetched>({ kind: 'reading' })
  useEffect(() => {
    let grantId: string | null = null
    let isGone = false
    const ask = async () => {
      try {
        const grant = await call('recordings.request', {
          purpose: { kind: 'incident-review', incidentId },
          note: '',
          cameraIds: [cameraId],
          span: { fromMs: raisedAtMs - beforeMs, toMs: raisedAtMs },
        })
        grantId = grant.id
        if (isGone) finishGrant(grant.id)
        else setFetched({ kind: 'granted', grant })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (!isGone) setFetched({ kind: 'refused', error })
      }
    }
    void ask()
    return () => {
      isGone = true
      if (grantId !== null) finishGrant(grantId)
    }
  }, [incidentId, cameraId, raisedAtMs])
  return fetched
}

function Loop({ grant, cameraId }: { grant: Grant; cameraId: string }): JSX.Element {
  const t = useText()
  const viewer = useKnown(state => state.duty?.session?.person.name ?? '')
  const player = usePlayer(grant, grant.span.fromMs)
  const { seek, play } = player
  const { phase } = player.state
  // At its end it begins again: who looks up late sees it too.
  useEffect(() => {
    if (phase !== 'ended' && phase !== 'edge') return
    const timer = setTimeout(() => {
      seek(grant.span.fromMs)
      play()
    }, 1_000)
    return () => clearTimeout(timer)
  }, [phase, seek, play, grant])
  return (
    <div className="before-picture" data-testid="before-alarm" data-state={phase}>
      <PlayerTile
        cameraId={cameraId}
        name={t('incidents.before')}
        viewer={viewer}
        player={player}
        isChosen={false}
        onChoose={() => {}}
      />
    </div>
  )
}
