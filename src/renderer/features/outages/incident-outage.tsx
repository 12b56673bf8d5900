import type { JSX } from 'react'
import { outageOf } from '../../../shared/domain/outage.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import './outages.css'

/** An alarm at a device that is out of use as planned: the guard should know, and still go and look. */
export function IncidentOutage({ incident }: { incident: Incident }): JSX.Element | null {
  const t = useText()
  const { panelId, zoneId, cameraIds } = incident
  const outage = useKnown(({ outages, site }) => {
    const partition = site?.zones.find(({ id }) => id === zoneId)?.partitionId ?? null
    return (
      (panelId === null ? null : outageOf(outages, 'panel', panelId)) ??
      (partition === null ? null : outageOf(outages, 'partition', partition)) ??
      (panelId === null && cameraIds.length === 1 ? outageOf(outages, 'camera', cameraIds[0] ?? '') : null)
    )
  })
  if (outage === null) return null
  return (
    <span className="outage-sign" data-testid="incident-outage">
      <StateIcon tone="off" size={16} />
      {t('outage.incident', { number: outage.number, time: formatDateTime(outage.toMs) })}
    </span>
  )
}
