import { useState, type JSX } from 'react'
import { checklistItems, type ChecklistItem } from '../../../shared/domain/checklist.ts'
import type { PartitionView } from '../../../shared/site-view.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { CommandFoot } from './command-foot.tsx'
import { checklistOf, notReady, uncheckedItems, zonesOf } from './readiness.ts'
import { useCommand } from './use-command.ts'
import { ZoneLines } from './zone-lines.tsx'

const nothingTicked: ReadonlySet<ChecklistItem> = new Set()

/** Arming: first what is not ready, then the list of .b item by item, then the command to the panel. */
export function ArmForm({ partition }: { partition: PartitionView }): JSX.Element {
  const t = useText()
  const [ticked, setTicked] = useState(nothingTicked)
  const { state, send } = useCommand('intrusion.arm')
  const unchecked = uncheckedItems(partition.kind, ticked)
  const missing = unchecked.length === 0 ? null : t('intrusion.arm.missing', { count: unchecked.length })
  const isFrozen = state.kind === 'waiting' || state.kind === 'confirmed'
  return (
    <div className="arming">
      <div className={`arming-columns${partition.kind === 'perimeter' ? ' arming-single' : ''}`}>
        <Readiness partition={partition} />
        {partition.kind === 'intrusion' && (
          <CheckItems
            ticked={ticked}
            isFrozen={isFrozen}
            onToggle={item => setTicked(before => toggled(before, item))}
          />
        )}
      </div>
      <CommandFoot
        act="arm"
        partition={partition}
        command={state}
        missing={missing}
        onSend={() => send({ partitionId: partition.id, checklist: checklistOf(ticked) })}
      />
    </div>
  )
}

function toggled(ticked: ReadonlySet<ChecklistItem>, item: ChecklistItem): ReadonlySet<ChecklistItem> {
  const next = new Set(ticked)
  if (!next.delete(item)) next.add(item)
  return next
}

/** What keeps the partition from being armed, as its zones are this moment. */
function Readiness({ partition }: { partition: PartitionView }): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const intrusion = useKnown(state => state.intrusion)
  const zones = site === null ? [] : zonesOf(partition, site, intrusion)
  const blocking = notReady(zones)
  return (
    <section className="readiness" data-testid="readiness" data-ready={blocking.length === 0}>
      <h3>
        <StateIcon tone={blocking.length === 0 ? 'ok' : 'warn'} size={18} />
        {blocking.length === 0
          ? t('intrusion.ready', { count: zones.length })
          : t('intrusion.not-ready', { count: blocking.length })}
      </h3>
      {blocking.length > 0 && <p>{t('intrusion.not-ready.what')}</p>}
      <ZoneLines zones={[...blocking, ...zones.filter(zone => !blocking.includes(zone))]} />
    </section>
  )
}

interface CheckItemsProps {
  ticked: ReadonlySet<ChecklistItem>
  isFrozen: boolean
  onToggle: (item: ChecklistItem) => void
}

/** Every item is looked at and ticked by itself; there is no way to tick them all at once. */
function CheckItems({ ticked, isFrozen, onToggle }: CheckItemsProps): JSX.Element {
  const t = useText()
  return (
    <fieldset className="check-items" disabled={isFrozen}>
      <legend>{t('intrusion.checklist')}</legend>
      {checklistItems.map(item => (
        <label key={item} className="check-item" data-testid={`check-${item}`}>
          <input type="checkbox" checked={ticked.has(item)} onChange={() => onToggle(item)} />
          <span>
            {t(`checklist.${item}`)}
            {item === 'panel-light' && <small>{t('intrusion.panel-light.why')}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
