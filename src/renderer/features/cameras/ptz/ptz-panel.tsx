import { useEffect, useRef, type JSX } from 'react'
import { ptzRankOf, type PtzReport } from '../../../../shared/domain/ptz.ts'
import { Refusal } from '../../../../shared/refusal.ts'
import { useKnown } from '../../../link/stores.ts'
import { useLocale, useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { formatDuration, formatTime } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { PtzPad } from './ptz-pad.tsx'
import { PtzPresets } from './ptz-presets.tsx'
import { closePtz, take, usePtz } from './ptz-store.ts'
import { usePtzInput } from './use-ptz-input.ts'
import './ptz.css'

/** The panel over the enlarged picture, while 云台 is switched on for it. */
export function PtzPanel({ cameraId }: { cameraId: string }): JSX.Element | null {
  const isOpen = usePtz(state => state.openFor === cameraId)
  const may = useKnown(known => known.duty?.session?.permissions.includes('cameras.ptz') ?? false)
  const report = useKnown(known => known.ptz?.find(camera => camera.cameraId === cameraId) ?? null)
  useEffect(() => () => closePtz(cameraId), [cameraId])
  return isOpen && may && report !== null ? <OpenPanel report={report} /> : null
}

function OpenPanel({ report }: { report: PtzReport }): JSX.Element {
  const t = useText()
  const { cameraId, owner, ability, hasHome } = report
  const person = useKnown(known => known.duty?.session?.person ?? null)
  const connected = useKnown(known => known.connected)
  const refusal = usePtz(state => state.refusal)
  const panel = useRef<HTMLDivElement>(null)
  const isMine = owner !== null && owner.id === person?.id
  const isReady = connected && isMine && ability === 'ready'
  usePtzInput(panel, cameraId, isReady)
  useEffect(() => {
    // The button that was pressed is gone; the keys shall reach the camera.
    if (isMine) panel.current?.focus()
  }, [isMine])
  const failed = report.failure === null ? null : new Refusal(`ptz.${report.failure}`, { reason: '' })
  const told = refusal ?? (report.failure === 'refused' ? null : failed)
  return (
    <div
      ref={panel}
      className="ptz-panel"
      role="group"
      aria-label={t('ptz.title')}
      tabIndex={-1}
      data-testid="ptz-panel"
      data-mine={isMine}
      onDoubleClick={event => event.stopPropagation()}
      draggable
      onDragStart={event => {
        // A held key is not the tile being dragged.
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <header className="ptz-head">
        <h3>{t('ptz.title')}</h3>
        {isMine && <b className="ptz-mine">{t('ptz.mine')}</b>}
        <button
          type="button"
          className="ptz-tool"
          title={t('ptz.close')}
          aria-label={t('ptz.close')}
          data-testid="ptz-close"
          onClick={() => closePtz(cameraId)}
        >
          <Icon name="close" size={16} />
        </button>
      </header>
      <Owner report={report} isMine={isMine} rank={ptzRankOf(person?.roles ?? [])} />
      {told !== null && (
        <p className="ptz-refusal" role="alert" data-testid="ptz-refusal">
          {t.refusal(told)}
        </p>
      )}
      <PtzPad cameraId={cameraId} hasHome={hasHome} disabled={!isReady} />
      <PtzPresets report={report} disabled={!isReady} />
      <Countdown report={report} />
      <p className="ptz-note ptz-keys">{t('ptz.keys')}</p>
    </div>
  )
}

interface OwnerProps {
  report: PtzReport
  isMine: boolean
  rank: number
}

/** Who turns it, and how it comes into one's own hands. */
function Owner({ report, isMine, rank }: OwnerProps): JSX.Element {
  const t = useText()
  const me = useKnown(known => known.duty?.session?.person.id ?? null)
  const isAsking = usePtz(state => state.isAsking)
  const { cameraId, owner, sinceMs, lost } = report
  const wasLost = lost !== null && lost.fromId === me
  return (
    <div className="ptz-owner" data-testid="ptz-owner">
      {wasLost && (
        <p className="ptz-lost" role="alert" data-testid="ptz-lost">
          {t('ptz.lost', { name: lost.byName, time: formatTime(lost.atMs) })}
        </p>
      )}
      {owner !== null && !isMine && (
        <>
          <b>{t('ptz.held', { name: owner.name, time: formatTime(sinceMs ?? 0) })}</b>
          {rank > owner.rank ? (
            <Button size="small" kind="primary" testId="ptz-take-over" onClick={() => take(cameraId, true)}>
              {t('ptz.take-over')}
            </Button>
          ) : (
            <span className="ptz-note">{t('ptz.held.wait')}</span>
          )}
        </>
      )}
      {owner === null && (
        <>
          <b>{t(isAsking ? 'ptz.asking' : 'ptz.free')}</b>
          <Button
            size="small"
            kind="primary"
            disabled={isAsking}
            testId="ptz-take"
            onClick={() => take(cameraId, false)}
          >
            {t('ptz.take')}
          </Button>
        </>
      )}
    </div>
  )
}

/** When it goes back, or when the hold ends by itself. */
function Countdown({ report }: { report: PtzReport }): JSX.Element | null {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const nowMs = useNow()
  const { guard, presets, endsAtMs, returnsAtMs } = report
  const left = (atMs: number) => formatDuration(Math.max(1_000, atMs - nowMs), locale)
  const name =
    guard?.kind === 'preset'
      ? (presets.find(({ token }) => token === guard.token)?.name ?? guard.token)
      : t('ptz.home')
  if (returnsAtMs !== null)
    return (
      <p className="ptz-countdown numbers" data-testid="ptz-returns">
        {t('ptz.returns', { duration: left(returnsAtMs), name })}
      </p>
    )
  if (guard === null) return <p className="ptz-note">{t('ptz.no-guard')}</p>
  if (endsAtMs === null) return null
  return <p className="ptz-note numbers">{t('ptz.ends', { duration: left(endsAtMs) })}</p>
}
