import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/chip.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { toneColour } from '../../ui/tone.ts'
import { useNow } from '../../ui/use-now.ts'
import { toneOfIncident } from './look.ts'
import type { QueueItem } from './queue-items.ts'
import { confirmGroup, useIncidents } from './store.ts'
import { useHindrance } from './use-incident.ts'

export type QueueGroup = Extract<QueueItem, { type: 'group' }>

/** Whose panel, what, and how many places: `报警主机 · 入侵 · 37 处`. */
export function useGroupWords(group: QueueGroup): { panel: string; title: string; detail: string } {
  const t = useText()
  const known = useKnown(state => state.site?.panels.find(({ id }) => id === group.panelId)?.name)
  const panel = known ?? t('incidents.group.no-panel')
  return {
    panel,
    title: t('incidents.group', {
      panel,
      kind: t(`incident.kind.${group.kind}`),
      count: group.incidents.length,
    }),
    detail: placesOf(group, t),
  }
}

/** The first places by name; the rest is counted. */
function placesOf({ incidents }: QueueGroup, t: Translate): string {
  const names = incidents.slice(0, 3).map(({ placeName }) => placeName)
  return t('incidents.group.places', { places: names.join('、') })
}

/** 一键确认本组: what stands in the group now is located, each with its entry; nothing is closed. */
export function ConfirmGroup({ group }: { group: QueueGroup }): JSX.Element | null {
  const t = useText()
  const hindrance = useHindrance()
  const isSending = useIncidents(({ confirming }) => confirming === group.key)
  const count = group.forGroup.length
  if (count === 0) return null
  return (
    <Button
      size="small"
      className="queue-group-confirm"
      testId="group-confirm"
      data-count={count}
      disabled={hindrance !== null || isSending}
      title={t('incidents.group.confirm.hint')}
      onClick={event => {
        // In the head of the stage a press elsewhere puts the list away.
        event.stopPropagation()
        void confirmGroup(group.key, group.forGroup)
      }}
    >
      {t('incidents.group.confirm', { count })}
    </Button>
  )
}

/** Many alarms of one kind and panel in one line; a press opens it. */
export function QueueGroupLine({
  group,
  onToggle,
}: {
  group: QueueGroup
  onToggle: (key: string) => void
}): JSX.Element {
  const t = useText()
  const nowMs = useNow(60_000)
  const { title, detail } = useGroupWords(group)
  const tone = toneOfIncident(group)
  return (
    <div className="queue-group-row">
      <button
        type="button"
        className={`queue-line queue-group${group.waiting > 0 ? ' queue-line-waiting' : ''}`}
        style={{ borderLeftColor: toneColour[tone] }}
        aria-expanded={group.isOpen}
        data-testid="queue-group"
        data-kind={group.kind}
        data-count={group.incidents.length}
        onClick={() => onToggle(group.key)}
      >
        <StateIcon tone={tone} size={18} />
        <time className="numbers">{formatTimeNear(group.incidents[0]?.raisedAtMs ?? nowMs, nowMs)}</time>
        <span className="queue-what">
          <b>
            {group.isOpen ? '▾ ' : '▸ '}
            {title}
          </b>
          <small>{detail}</small>
        </span>
        <Tag tone={group.waiting > 0 ? tone : 'info'}>
          {t('incidents.group.waiting', { count: group.waiting })}
        </Tag>
      </button>
      <ConfirmGroup group={group} />
    </div>
  )
}
