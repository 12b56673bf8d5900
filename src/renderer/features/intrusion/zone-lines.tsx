import type { JSX } from 'react'
import { stationNowMs } from '../../app/station-clock.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/chip.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDuration } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useMay } from '../duty/index.ts'
import { toneOfZone } from './look.ts'
import { openBypass } from './store.ts'
import type { KnownZone } from './readiness.ts'

/** Zones with number, name and state, each in a line. */
export function ZoneLines({
  zones,
  canBypass = false,
}: {
  zones: readonly KnownZone[]
  /** Whether the panel takes zones out of service when told; then whoever may is offered it. */
  canBypass?: boolean
}): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  useNow(10_000)
  const nowMs = stationNowMs()
  const testing = new Set(
    useKnown(known => known.panelWork?.walkTests)?.flatMap(test => test.zones.map(({ zoneId }) => zoneId)),
  )
  const mayBypass = useMay('intrusion.bypass') && canBypass
  return (
    <ul className="zone-lines">
      {zones.map(({ zone, state, report }) => (
        <li key={zone.id} data-testid={`zone-${zone.id}`} data-state={state}>
          <StateIcon tone={toneOfZone[state]} size={16} />
          <span className="zone-number numbers">{String(zone.number).padStart(2, '0')}</span>
          <span className="zone-name" title={zone.placeName}>
            {zone.name}
          </span>
          {testing.has(zone.id) && <Tag tone="warn">{t('walk-test.banner')}</Tag>}
          {report?.armed === false && <Tag tone="warn">{t('partition.state.disarmed')}</Tag>}
          <span className="zone-state">
            {t(`zone.state.${state}`)}
            {state !== 'normal' && report !== undefined && (
              <small className="numbers"> {formatDuration(nowMs - report.sinceMs, locale)}</small>
            )}
          </span>
          {mayBypass && state !== 'bypassed' && state !== 'unknown' && (
            <Button
              size="small"
              kind="ghost"
              testId={`bypass-ask-${zone.id}`}
              onClick={() => openBypass(zone.id)}
            >
              {t('arming.bypass.ask')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
