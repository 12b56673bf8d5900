import type { JSX } from 'react'
import type { PartitionView } from '../../../shared/site-view.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Chip } from '../../ui/chip.tsx'
import { formatMinutes } from '../../ui/time.ts'
import { ArmingDialog } from './arming-dialog.tsx'
import { toneOfPartition } from './look.ts'
import { armedSegments, nextAct, zonesOf } from './readiness.ts'
import { openArming } from './store.ts'

/** Arming at a glance, in the top strip: a chip a partition; a press asks to arm or disarm it. */
export function ArmingChips(): JSX.Element {
  const partitions = useKnown(state => state.site?.partitions)
  return (
    <>
      {partitions?.map(partition => (
        <ArmingChip key={partition.id} partition={partition} />
      ))}
      <ArmingDialog />
    </>
  )
}

function ArmingChip({ partition }: { partition: PartitionView }): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const intrusion = useKnown(state => state.intrusion)
  const report = intrusion?.partitions.find(({ id }) => id === partition.id)
  const state = report?.state ?? 'unknown'
  const isLost = intrusion?.panels.find(({ id }) => id === partition.panelId)?.line === 'lost'
  const zones = site === null ? [] : zonesOf(partition, site, intrusion)
  const bypassed = zones.filter(zone => zone.state === 'bypassed').length
  const { armed, total } = armedSegments(zones)
  const isPartly = partition.kind === 'perimeter' && state === 'armed' && armed < total
  const details = [
    partition.kind === 'perimeter' && state !== 'unknown' ? `${armed}/${total}` : '',
    bypassed > 0 ? t('intrusion.bypassed', { count: bypassed }) : '',
    report?.rearmAtMs == null ? '' : t('intrusion.until', { time: formatMinutes(report.rearmAtMs) }),
  ].filter(detail => detail !== '')
  return (
    <Chip
      tone={isPartly || (bypassed > 0 && state === 'armed') ? 'warn' : toneOfPartition(partition.kind, state)}
      title={t('intrusion.chip.hint', { partition: partition.name })}
      detail={details.length === 0 ? undefined : details.join(' · ')}
      testId={`arming-${partition.id}`}
      state={state}
      onClick={() => openArming(partition.id, nextAct(state))}
    >
      {partition.name} {isLost ? t('intrusion.panel-lost') : t(`partition.state.${state}`)}
    </Chip>
  )
}
