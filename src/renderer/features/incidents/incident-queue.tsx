import { useMemo, useState, type JSX } from 'react'
import { isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { Tag } from '../../ui/chip.tsx'
import { Empty, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { toneColour } from '../../ui/tone.ts'
import { useNow } from '../../ui/use-now.ts'
import { useLater } from '../../ui/use-later.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { statusOf, toneOfIncident } from './look.ts'
import { byTime, byUrgency } from './order.ts'
import { DrillMark } from './stage-care.tsx'
import { QueueGroupLine } from './queue-group.tsx'
import { queueItems, toggleGroup, type QueueItem } from './queue-items.ts'
import { openIncident } from './store.ts'
import { cameraNames, deviceOf } from './use-incident.ts'
import './incident-queue.css'

type Sort = 'urgency' | 'time'

/** What is still open, beside the wall. A press puts an incident on the stage. */
export function IncidentQueue(): JSX.Element {
  const [sort, setSort] = useState<Sort>('urgency')
  return (
    <QueuePanel sort={sort} onSort={setSort}>
      {incident => <QueueLine key={incident.id} incident={incident} onPress={openIncident} />}
    </QueuePanel>
  )
}

interface QueuePanelProps {
  sort: Sort
  onSort: (sort: Sort) => void
  children: (incident: Incident) => JSX.Element
  /** Beside the choice of order. */
  more?: JSX.Element
}

/** The queue's frame: how many, in which order; the line is the caller's. */
export function QueuePanel({ sort, onSort, children, more }: QueuePanelProps): JSX.Element {
  const t = useText()
  const incidents = useLater(useKnown(state => state.incidents))
  const open = sort === 'urgency' ? byUrgency(incidents ?? []) : byTime(incidents ?? [])
  return (
    <Panel
      className="queue"
      testId="incident-queue"
      title={t('incidents.title')}
      subtitle={
        open.length > 0 &&
        t('incidents.count', { count: open.length, waiting: open.filter(isUnacknowledged).length })
      }
      actions={
        <>
          {more}
          <Choice
            label={t('incidents.sort')}
            options={[
              { value: 'urgency', label: t('incidents.by-urgency') },
              { value: 'time', label: t('incidents.by-time') },
            ]}
            value={sort}
            onChange={onSort}
          />
        </>
      }
    >
      {incidents === null ? (
        <Loading />
      ) : open.length === 0 ? (
        <Empty>
          <StateIcon tone="ok" size={22} />
          {t('incidents.none')}
        </Empty>
      ) : (
        <QueueLines queue={open} isGrouped={sort === 'urgency'} line={children} />
      )}
    </Panel>
  )
}

/** As in incident-queue.css. */
const rowHeight = 58
const noGroups: ReadonlySet<string> = new Set()
const keyOf = (item: QueueItem): string | number => (item.type === 'group' ? item.key : item.incident.id)

interface QueueLinesProps {
  queue: readonly Incident[]
  /** By urgency, many of one kind and panel become one line; in the order of time each stands for itself. */
  isGrouped: boolean
  line: (incident: Incident) => JSX.Element
}

function QueueLines({ queue, isGrouped, line }: QueueLinesProps): JSX.Element {
  const [opened, setOpened] = useState(noGroups)
  const items = useMemo(
    () =>
      isGrouped
        ? queueItems(queue, opened)
        : queue.map((incident): QueueItem => ({ type: 'incident', incident, isInGroup: false })),
    [queue, opened, isGrouped],
  )
  return (
    <VirtualList items={items} rowHeight={rowHeight} keyOf={keyOf}>
      {item =>
        item.type === 'group' ? (
          <QueueGroupLine group={item} onToggle={key => setOpened(toggleGroup(opened, key))} />
        ) : (
          line(item.incident)
        )
      }
    </VirtualList>
  )
}

interface QueueLineProps {
  incident: Incident
  onPress: (id: number) => void
  isChosen?: boolean
}

/** Time, place and kind, what it hangs on, how far it has come. */
export function QueueLine({ incident, onPress, isChosen = false }: QueueLineProps): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const nowMs = useNow(60_000)
  const tone = toneOfIncident(incident)
  const status = statusOf(incident)
  const device = deviceOf(incident, site)
  const cameras = cameraNames(incident, site)
  const details = [
    device?.panel ?? '',
    cameras.length === 0 ? '' : t('incidents.cameras', { cameras: cameras.join('、') }),
    incident.signalCount > 1 ? t('incidents.signals', { count: incident.signalCount }) : '',
  ].filter(detail => detail !== '')
  return (
    <button
      type="button"
      className={`queue-line${isUnacknowledged(incident) ? ' queue-line-waiting' : ''}`}
      style={{ borderLeftColor: toneColour[tone] }}
      aria-pressed={isChosen || undefined}
      data-testid={`incident-${incident.id}`}
      data-kind={incident.kind}
      data-zone={incident.zoneId ?? ''}
      onClick={() => onPress(incident.id)}
    >
      <StateIcon tone={tone} size={18} />
      <time className="numbers">{formatTimeNear(incident.raisedAtMs, nowMs)}</time>
      <span className="queue-what">
        <b>
          <DrillMark incident={incident} />{' '}
          {t('incidents.headline', {
            place: incident.placeName,
            kind: t(`incident.kind.${incident.kind}`),
          })}
        </b>
        <small>{details.join(' · ')}</small>
      </span>
      <Tag tone={status.tone}>{t.dynamic(status.word)}</Tag>
    </button>
  )
}
