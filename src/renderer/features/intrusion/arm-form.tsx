import { useState, type JSX } from 'react'
import { checklistItems, type ChecklistItem } from '../../../shared/domain/checklist.ts'
import type { PartitionView } from '../../../shared/site-view.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { armingOf } from './arming-words.ts'
import { CheckItems } from './check-items.tsx'
import { CommandFoot } from './command-foot.tsx'
import { ForceFields, type ForceInput } from './force-fields.tsx'
import { checklistOf, notReady, uncheckedItems, zonesOf, type KnownZone } from './readiness.ts'
import { useCommand } from './use-command.ts'
import { ZoneLines } from './zone-lines.tsx'

const nothingTicked: ReadonlySet<ChecklistItem> = new Set()

/** Arming: first what is not ready, then the list of .b item by item, then the command to the panel. */
export function ArmForm({ partition }: { partition: PartitionView }): JSX.Element {
  const t = useText()
  const [ticked, setTicked] = useState(nothingTicked)
  const [force, setForce] = useState<ForceInput | null>(null)
  const arming = useCommand('intrusion.arm')
  const forcing = useCommand('arming.force')
  const known = useKnown(state => armingOf(state.arming, partition.id))
  const zones = useZones(partition)
  const items = known?.checklist ?? checklistItems
  const unchecked = uncheckedItems(partition.kind, ticked, items)
  const blocking = notReady(zones)
  const { state } = force === null ? arming : forcing
  const isFrozen = state.kind === 'waiting' || state.kind === 'confirmed'
  const missing =
    force !== null
      ? missingForForce(force)
      : unchecked.length === 0
        ? null
        : t('intrusion.arm.missing', { count: unchecked.length })
  const send = () => {
    const checklist = checklistOf(ticked, items)
    if (force === null) return arming.send({ partitionId: partition.id, checklist })
    const endsAtMs = stationNowMs() + (force.minutes ?? 0) * 60_000
    const zoneIds = known?.canBypass === true ? bypassable(blocking).map(({ zone }) => zone.id) : []
    forcing.send({ partitionId: partition.id, checklist, zoneIds, endsAtMs, reason: force.reason })
  }
  return (
    <div className="arming">
      <div className={`arming-columns${partition.kind === 'perimeter' ? ' arming-single' : ''}`}>
        <Readiness partition={partition} zones={zones} blocking={blocking} />
        {partition.kind === 'intrusion' && (
          <CheckItems
            partitionId={partition.id}
            items={items}
            ticked={ticked}
            isFrozen={isFrozen}
            onToggle={item => setTicked(before => toggled(before, item))}
          />
        )}
      </div>
      {force !== null && (
        <ForceFields
          input={force}
          isFrozen={isFrozen}
          zones={bypassable(blocking)}
          canBypass={known?.canBypass === true}
          unchecked={unchecked}
          onInput={setForce}
        />
      )}
      <ForceChoice
        isOffered={blocking.length > 0 || unchecked.length > 0}
        isForcing={force !== null}
        isFrozen={isFrozen}
        onChoose={isForcing => setForce(isForcing ? { reason: '', minutes: null } : null)}
      />
      <CommandFoot act="arm" partition={partition} command={state} missing={missing} onSend={send} />
    </div>
  )

  function missingForForce(input: ForceInput): string | null {
    if (input.reason.trim() === '') return t('arming.need.reason')
    return input.minutes === null ? t('arming.need.end') : null
  }
}

function useZones(partition: PartitionView): KnownZone[] {
  const site = useKnown(state => state.site)
  const intrusion = useKnown(state => state.intrusion)
  return site === null ? [] : zonesOf(partition, site, intrusion)
}

/** What a forced arming leaves out. Of a zone that nothing is known of nobody can say that it is out of service. */
const bypassable = (blocking: readonly KnownZone[]): KnownZone[] =>
  blocking.filter(({ state }) => state !== 'unknown')

function toggled(ticked: ReadonlySet<ChecklistItem>, item: ChecklistItem): ReadonlySet<ChecklistItem> {
  const next = new Set(ticked)
  if (!next.delete(item)) next.add(item)
  return next
}

interface ForceChoiceProps {
  isOffered: boolean
  isForcing: boolean
  isFrozen: boolean
  onChoose: (isForcing: boolean) => void
}

/** The way to arm although something is not ready; for the leader alone. */
function ForceChoice({ isOffered, isForcing, isFrozen, onChoose }: ForceChoiceProps): JSX.Element | null {
  const t = useText()
  const mayForce = useMay('intrusion.force')
  if (!mayForce) return null
  return (
    <Button
      kind="ghost"
      // Its place stays when the last item is ticked: the press that follows is meant for the foot.
      className={`force-choice${isOffered || isForcing ? '' : ' unseen'}`}
      testId="force-choice"
      disabled={isFrozen}
      onClick={() => onChoose(!isForcing)}
    >
      {t(isForcing ? 'arming.force.back' : 'arming.force.ask')}
    </Button>
  )
}

interface ReadinessProps {
  partition: PartitionView
  zones: readonly KnownZone[]
  blocking: readonly KnownZone[]
}

/** What keeps the partition from being armed, as its zones and its panel are this moment. */
function Readiness({ partition, zones, blocking }: ReadinessProps): JSX.Element {
  const t = useText()
  const line = useKnown(
    state => state.intrusion?.panels.find(({ id }) => id === partition.panelId)?.line ?? 'unknown',
  )
  const bypassed = zones.filter(({ state }) => state === 'bypassed').length
  return (
    <section className="readiness" data-testid="readiness" data-ready={blocking.length === 0}>
      <h3>
        <StateIcon tone={blocking.length === 0 ? 'ok' : 'warn'} size={18} />
        {blocking.length === 0
          ? t('intrusion.ready', { count: zones.length })
          : t('intrusion.not-ready', { count: blocking.length })}
      </h3>
      {line !== 'online' && (
        <p>
          <StateIcon tone="fault" size={16} /> {t('intrusion.line')} {t(`panel.line.${line}`)}
        </p>
      )}
      {bypassed > 0 && (
        <p>
          <StateIcon tone="warn" size={16} /> {t('arming.ready.bypassed', { count: bypassed })}
        </p>
      )}
      {blocking.length > 0 && <p>{t('intrusion.not-ready.what')}</p>}
      <ZoneLines zones={[...blocking, ...zones.filter(zone => !blocking.includes(zone))]} />
    </section>
  )
}
