import type { JSX } from 'react'
import { alarmAtMs, isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDuration, formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { IncidentOutage } from '../outages/index.ts'
import { toneOfIncident } from './look.ts'
import { DrillMark, StageCare } from './stage-care.tsx'
import { StageOthers } from './stage-others.tsx'
import { deviceOf } from './use-incident.ts'

function Elapsed({ incident }: { incident: Incident }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const nowMs = useNow()
  const atMs = isUnacknowledged(incident) ? alarmAtMs(incident) : incident.raisedAtMs
  const duration = formatDuration(Math.max(1_000, nowMs - atMs), locale)
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
          <DrillMark incident={incident} />
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
          <StageCare incident={incident} />
        </p>
        <IncidentOutage incident={incident} />
      </div>
      <StageOthers others={others} />
    </header>
  )
}
