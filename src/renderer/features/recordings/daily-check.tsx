import { useEffect, useRef, useState, type JSX, type ReactNode } from 'react'
import type { DailyCheck } from '../../../shared/domain/daily-check.ts'
import { lookedAt } from '../../../shared/domain/daily-check.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatMinutes } from '../../ui/time.ts'
import { useMay, useSession } from '../duty/index.ts'
import type { Grant } from '../../../shared/domain/recording.ts'
import { finishGrant } from './finish-grant.ts'
import { materialOf, renewed, type RoundMaterial } from './daily-material.ts'
import { CameraResults } from './daily-results.tsx'
import { DailyRound } from './daily-round.tsx'
import './daily-check.css'

const noCameras: readonly { id: string; hasRecordings: boolean }[] = []

/** 每日查看: begins today's round, goes on with it, or says that it is done. */
export function DailyCheckView({ switcher }: { switcher: ReactNode }): JSX.Element {
  const t = useText()
  const today = useKnown(state => state.dailyCheck?.today ?? null)
  const mayCheck = useMay('recordings.daily-check')
  const personId = useSession()?.person.id ?? null
  if (!mayCheck) return <Forbidden reason={t('daily.forbidden')} />
  if (today === null) return <Loading />
  // The grant is the person's: whoever comes next begins anew.
  return <Round key={personId} today={today} switcher={switcher} />
}

function Round({ today, switcher }: { today: DailyCheck; switcher: ReactNode }): JSX.Element {
  const t = useText()
  const [round, setRound] = useState<RoundMaterial | null>(null)
  if (round !== null && today.finished === null)
    return <OpenRound check={today} begun={round} onLeave={() => setRound(null)} />
  return (
    <Panel title={t('daily.title')} actions={switcher} testId="daily-check">
      <div className="daily-start">
        <p className="purpose-hint">{t('daily.why')}</p>
        {today.finished === null ? (
          <Begin today={today} onBegin={setRound} />
        ) : (
          <>
            <p className="daily-done" data-testid="daily-finished">
              <StateIcon tone="ok" size={22} />
              {t('daily.finished', {
                name: today.finished.by.name,
                time: formatMinutes(today.finished.atMs),
              })}
            </p>
            <CameraResults check={today} />
          </>
        )}
      </div>
    </Panel>
  )
}

/** The round with its grants: renewed where the station ended one meanwhile, given back when the round is left. */
function OpenRound(props: { check: DailyCheck; begun: RoundMaterial; onLeave: () => void }): JSX.Element {
  const { check, begun, onLeave } = props
  const [grants, setGrants] = useState(begun.grants)
  const held = useRef(grants)
  const renewing = useRef(new Set<string>())
  useEffect(
    () => () => {
      for (const { id } of held.current) finishGrant(id)
    },
    [],
  )
  const renew = async (ended: Grant): Promise<void> => {
    if (renewing.current.has(ended.id)) return
    renewing.current.add(ended.id)
    try {
      const next = await renewed(ended)
      held.current = held.current.map(grant => (grant.id === ended.id ? next : grant))
      setGrants(held.current)
    } catch {
      // Refused: the tile goes on saying that the look has ended.
    }
  }
  const material = { grants, coverage: begun.coverage }
  return (
    <DailyRound
      check={check}
      material={material}
      onGrantEnded={ended => void renew(ended)}
      onLeave={onLeave}
    />
  )
}

function Begin(props: { today: DailyCheck; onBegin: (material: RoundMaterial) => void }): JSX.Element {
  const t = useText()
  const cameras = useKnown(state => state.site?.cameras ?? noCameras)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const { today } = props
  const begin = async () => {
    setIsBusy(true)
    setError(null)
    try {
      await call('daily-check.start', {})
      const recorded = cameras.filter(camera => camera.hasRecordings).map(({ id }) => id)
      props.onBegin(await materialOf(recorded, t('daily.purpose.note')))
    } catch (refused) {
      setError(refused)
    } finally {
      setIsBusy(false)
    }
  }
  useHotkey('Enter', 'page', () => void begin(), !isBusy)
  return (
    <>
      {error !== null && (
        <p className="purpose-error" role="alert" data-testid="daily-error">
          {t.refusal(error)}
        </p>
      )}
      <div>
        <Button
          kind="primary"
          size="big"
          hint={t('incidents.key.enter')}
          disabled={isBusy}
          testId="daily-begin"
          onClick={() => void begin()}
        >
          {today.started === null
            ? t('daily.start')
            : t('daily.resume', { done: lookedAt(today), of: today.cameras.length })}
        </Button>
      </div>
      <CameraResults check={today} />
    </>
  )
}
