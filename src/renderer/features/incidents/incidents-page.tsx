import { useState, type JSX } from 'react'
import type { Incident } from '../../../shared/domain/incident.ts'
import { isShelvableZone } from '../../../shared/domain/shelving.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/chip.tsx'
import { Empty } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { openShelving, StatisticsPage } from '../alarm-load/index.ts'
import { IncidentPictures } from '../cameras/index.ts'
import { useMay } from '../duty/index.ts'
import { reviewIncident } from '../recordings/index.ts'
import { QueueLine, QueuePanel } from './incident-queue.tsx'
import { statusOf } from './look.ts'
import { DrillMark, StageCare, StageLinkage } from './stage-care.tsx'
import { StageSteps } from './stage-steps.tsx'
import { openIncident } from './store.ts'
import { cameraNames, deviceOf, useOpenIncidents } from './use-incident.ts'
import './alarm-stage.css'
import './incidents-page.css'

/** All open incidents, and of one what has been done so far. Closed ones are in the ledger. */
export function IncidentsPage(): JSX.Element {
  const t = useText()
  const [sort, setSort] = useState<'urgency' | 'time'>('urgency')
  const [chosenId, setChosenId] = useState<number | null>(null)
  const [isCounting, setIsCounting] = useState(false)
  const chosen = useOpenIncidents().find(incident => incident.id === chosenId) ?? null
  if (isCounting)
    return (
      <StatisticsPage
        back={
          <Button size="small" testId="statistics-back" onClick={() => setIsCounting(false)}>
            {t('statistics.back')}
          </Button>
        }
      />
    )
  return (
    <div className="incidents-page" data-testid="incidents-page">
      <QueuePanel
        sort={sort}
        onSort={setSort}
        more={
          <Button size="small" testId="statistics-open" onClick={() => setIsCounting(true)}>
            {t('statistics.open')}
          </Button>
        }
      >
        {incident => (
          <QueueLine
            key={incident.id}
            incident={incident}
            onPress={setChosenId}
            isChosen={incident.id === chosenId}
          />
        )}
      </QueuePanel>
      {chosen === null ? (
        <Panel>
          <Empty>
            <span>{t('incidents.choose')}</span>
            <span>{t('incidents.none-closed')}</span>
          </Empty>
        </Panel>
      ) : (
        <IncidentDetail incident={chosen} />
      )}
    </div>
  )
}

function IncidentDetail({ incident }: { incident: Incident }): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const mayReview = useMay('recordings.incident-review')
  const zone = site?.zones.find(({ id }) => id === incident.zoneId)
  const isShelvable = useMay('incidents.shelve') && zone !== undefined && isShelvableZone(zone.kind)
  const status = statusOf(incident)
  const device = deviceOf(incident, site)
  const facts = [
    formatDateTime(incident.raisedAtMs),
    device === null
      ? ''
      : device.number === null
        ? device.panel
        : t('incidents.zone', { panel: device.panel, number: device.number }),
    incident.signalCount > 1 ? t('incidents.signals', { count: incident.signalCount }) : '',
    // What a guard saw has no device that could say more.
    incident.kind === 'observed'
      ? ''
      : t(incident.signalState === 'restored' ? 'incidents.restored' : 'incidents.still-active'),
    ...cameraNames(incident, site),
  ].filter(fact => fact !== '')
  return (
    <Panel
      className="incident-detail"
      title={t('incidents.headline', {
        place: incident.placeName,
        kind: t(`incident.kind.${incident.kind}`),
      })}
      actions={
        <>
          <DrillMark incident={incident} />
          <Tag tone={status.tone}>{t.dynamic(status.word)}</Tag>
          {incident.cameraIds.length > 0 && (
            <Button
              testId="incident-review"
              disabled={!mayReview}
              onClick={() => reviewIncident(incident.id)}
            >
              {t('recordings.review')}
            </Button>
          )}
          {isShelvable && (
            <Button testId="incident-shelve" onClick={() => openShelving(incident.zoneId)}>
              {t('shelving.shelve-this')}
            </Button>
          )}
          <Button kind="primary" testId="incident-open" onClick={() => openIncident(incident.id)}>
            {t('incidents.open')}
          </Button>
        </>
      }
    >
      <p className="incident-facts">
        {facts.join(' · ')} <StageCare incident={incident} />
      </p>
      <StageLinkage incident={incident} />
      <IncidentPictures pictures={incident.pictures} />
      <StageSteps incident={incident} form={null} />
    </Panel>
  )
}
