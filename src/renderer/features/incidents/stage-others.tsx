import { useMemo, useState, type JSX } from 'react'
import { isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { toneOfIncident } from './look.ts'
import { ConfirmGroup, useGroupWords, type QueueGroup } from './queue-group.tsx'
import { queueItems, toggleGroup, type QueueItem } from './queue-items.ts'
import { openIncident } from './store.ts'

/** So many lines have room in the head; the rest is counted, and one press away. */
const linesInHead = 3
/** As in alarm-stage.css, with its gap. */
const rowHeight = 60

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

/** Many of one kind and panel; a press shows them one by one. */
function OtherGroup({ group, onOpen }: { group: QueueGroup; onOpen: (key: string) => void }): JSX.Element {
  const t = useText()
  const { panel, detail } = useGroupWords(group)
  return (
    <button
      type="button"
      className={`stage-other${group.waiting > 0 ? ' stage-other-waiting' : ''}`}
      aria-expanded={group.isOpen}
      data-testid="stage-other-group"
      data-count={group.incidents.length}
      onClick={event => {
        // The list around it goes away only when one is chosen.
        event.stopPropagation()
        onOpen(group.key)
      }}
    >
      <StateIcon tone={toneOfIncident(group)} size={16} />
      <span className="stage-other-name">
        <b title={detail}>
          {t('incidents.group.short', {
            kind: t(`incident.kind.${group.kind}`),
            count: group.incidents.length,
          })}
        </b>
        <small>
          {panel} · {t('incidents.group.waiting', { count: group.waiting })}
        </small>
      </span>
    </button>
  )
}

const keyOf = (item: QueueItem): string | number => (item.type === 'group' ? item.key : item.incident.id)

/** The other open incidents: each is named in the head, or counted there. */
export function StageOthers({ others }: { others: readonly Incident[] }): JSX.Element | null {
  const t = useText()
  const [isOpen, setIsOpen] = useState(false)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set<string>())
  const items = useMemo(() => queueItems(others, opened), [others, opened])
  if (others.length === 0) return null
  const inHead = items.filter(item => item.type === 'group' || !item.isInGroup).slice(0, linesInHead)
  const isAllInHead = inHead.length === items.length
  const showGroup = (key: string) => {
    setOpened(isOpen ? toggleGroup(opened, key) : new Set([key]))
    setIsOpen(true)
  }
  const line = (item: QueueItem) =>
    item.type === 'group' ? (
      <OtherGroup key={item.key} group={item} onOpen={showGroup} />
    ) : (
      <Other key={item.incident.id} incident={item.incident} />
    )
  const lineInList = (item: QueueItem) =>
    item.type === 'group' ? (
      <div className="stage-group-row">
        {line(item)}
        <ConfirmGroup group={item} />
      </div>
    ) : (
      line(item)
    )
  return (
    <div className="stage-others" role="group" aria-label={t('incidents.others')}>
      <span className="stage-more" data-testid="stage-more-open" data-count={others.length}>
        {t('incidents.more-open', { count: others.length })}
      </span>
      {inHead.map(line)}
      {!isAllInHead && (
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
      {isOpen && !isAllInHead && (
        <div className="stage-others-all" onClick={() => setIsOpen(false)}>
          <VirtualList items={items} rowHeight={rowHeight} keyOf={keyOf}>
            {lineInList}
          </VirtualList>
        </div>
      )}
    </div>
  )
}
