import { useState, type JSX } from 'react'
import { isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDuration, formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { toneOfIncident } from './look.ts'
import { openIncident } from './store.ts'
import { deviceOf } from './use-incident.ts'

/** So many other incidents have room in the head; the rest is one press away. */
export const othersInHead = 3

function Elapsed({ incident }: { incident: Incident }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const nowMs = useNow()
  const duration = formatDuration(Math.max(1_000, nowMs - incident.raisedAtMs), locale)
  return (
    <span className="stage-elapsed numbers">
      {formatTimeNear(incident.raisedAtMs, nowMs)}
      {' · '}
      {isUnacknowledged(incident)
        ? t('incidents.ringing', { duration })
        : t(incident.kind === 'observed' ? 'incidents.since-observed' : 'incidents.since', { duration })}
    </span>
  )
}

/** One of the others: a press puts it on the stage; the draft of this one waits. */
function Other({ incident }: { incident: Incident }): JSX.Element {
  const t = useText()
  const isWaiting = isUnacknowledged(incident)
  return (
    <button
      type="button"
      className={`stage-other${isWaiting ? ' stage-other-waiting' : ''}`}
      data-testid={`stage-other-${incident.id}`}
      onClick={() => openIncident(incident.id)}
    >
      <StateIcon tone={toneOfIncident(incident)} size={16} />
      <span className="stage-other-name">
        <b>{incident.placeName}</b>
        <small>
          {t(`incident.kind.${incident.kind}`)}
          {isWaiting && ` · ${t('incidents.status.waiting')}`}
        </small>
      </span>
    </button>
  )
}

function Others({ others }: { others: readonly Incident[] }): JSX.Element | null {
  const t = useText()
  const [isOpen, setIsOpen] = useState(false)
  if (others.length === 0) return null
  const hidden = others.length - othersInHead
  return (
    <div className="stage-others" role="group" aria-label={t('incidents.others')}>
      <span className="stage-more" data-testid="stage-more-open">
        {t('incidents.more-open', { count: others.length })}
      </span>
      {others.slice(0, othersInHead).map(incident => (
        <Other key={incident.id} incident={incident} />
      ))}
      {hidden > 0 && (
        <button
          type="button"
          className="stage-other"
          aria-expanded={isOpen}
          data-testid="stage-all-others"
          onClick={() => setIsOpen(!isOpen)}
        >
          {t('incidents.all-others', { count: others.length })}
        </button>
      )}
      {isOpen && hidden > 0 && (
        <div className="stage-others-all" onClickCapture={() => setIsOpen(false)}>
          {others.map(incident => (
            <Other key={incident.id} incident={incident} />
          ))}
        </div>
      )}
    </div>
  )
}

/** Where and what, since when, how long it rings, from which device; and which others are open. */
export function StageHead({
  incident,
  others,
}: {
  incident: Incident
  others: readonly Incident[]
}): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const device = deviceOf(incident, site)
  return (
    <header className="stage-head">
      <StateIcon tone={toneOfIncident(incident)} size={36} />
      <div className="stage-what">
        <h1 id="stage-title" data-testid="stage-title">
          {t('incidents.headline', { place: incident.placeName, kind: t(`incident.kind.${incident.kind}`) })}
        </h1>
        <p>
          <Elapsed incident={incident} />
          {device !== null && (
            <span>
              {' · '}
              {device.number === null
                ? device.panel
                : t('incidents.zone', { panel: device.panel, number: device.number })}
            </span>
          )}
          {incident.signalCount > 1 && (
            <span> · {t('incidents.signals', { count: incident.signalCount })}</span>
          )}
          {incident.signalState === 'restored' && <span> · {t('incidents.restored')}</span>}
        </p>
      </div>
      <Others others={others} />
    </header>
  )
}
