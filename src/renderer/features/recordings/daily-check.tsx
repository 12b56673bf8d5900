import { useEffect, useState, type JSX, type ReactNode } from 'react'
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
import { CameraResults } from './daily-results.tsx'
import { DailyRound } from './daily-round.tsx'
import type { RoundMaterial } from './daily-sample.tsx'
import './daily-check.css'

const dayMs = 86_400_000
const noCameras: readonly { id: string; recorded: boolean }[] = []

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
  useEffect(() => {
    const grantId = round?.grant?.id
    if (grantId === undefined) return
    return () => void call('recordings.finish', { grantId }).catch(() => {})
  }, [round])
  if (round !== null && today.finished === null)
    return <DailyRound check={today} material={round} onLeave={() => setRound(null)} />
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
      const recorded = cameras.filter(camera => camera.recorded).map(({ id }) => id)
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

/** The standing purpose gives one grant over all recorded cameras and the last day. */
async function materialOf(cameraIds: readonly string[], note: string): Promise<RoundMaterial> {
  if (cameraIds.length === 0) return { grant: null, coverage: [] }
  const toMs = Date.now()
  const span = { fromMs: toMs - dayMs, toMs }
  const ids = cameraIds.slice(0, 64)
  const grant = await call('recordings.request', {
    purpose: { kind: 'daily-check' },
    note,
    cameraIds: ids,
    span,
  })
  return { grant, coverage: await call('recordings.coverage', { cameraIds: ids, span }) }
}
