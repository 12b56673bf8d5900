import { useState, type JSX } from 'react'
import type { Bypass } from '../../../shared/contract/arming.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useMay } from '../duty/index.ts'

const none: readonly Bypass[] = []

/** Every zone that is out of service, why, by whom and until when. Not there when there is none. */
export function BypassList(): JSX.Element | null {
  const t = useText()
  const bypasses = useKnown(state => state.arming?.bypasses ?? none)
  if (bypasses.length === 0) return null
  return (
    <Panel title={t('arming.bypasses', { count: bypasses.length })} testId="bypasses">
      <ul className="bypasses">
        {bypasses.map(bypass => (
          <BypassLine key={bypass.zoneId} bypass={bypass} />
        ))}
      </ul>
    </Panel>
  )
}

function BypassLine({ bypass: { zoneId, order } }: { bypass: Bypass }): JSX.Element {
  const t = useText()
  useNow(60_000)
  const [error, setError] = useState<unknown>(null)
  const name = useKnown(state => state.site?.zones.find(({ id }) => id === zoneId)?.name ?? zoneId)
  const mayBypass = useMay('intrusion.bypass')
  const nowMs = stationNowMs()
  return (
    <li data-testid={`bypass-${zoneId}`} data-overdue={order?.isOverdue ?? false}>
      <b>
        <StateIcon tone={order?.isOverdue === true ? 'alarm' : 'warn'} size={16} /> {name}
      </b>
      <small>
        {order === null
          ? t('arming.bypass.unknown')
          : t('arming.bypass.line', {
              reason: order.reason,
              name: order.byName,
              time: formatTimeNear(order.endsAtMs, nowMs).slice(0, -3),
            })}
      </small>
      {order?.isOverdue === true && <small className="partition-overdue">{t('arming.bypass.overdue')}</small>}
      {error !== null && <small role="alert">{t.refusal(error)}</small>}
      {mayBypass && (
        <Button
          size="small"
          testId={`bypass-end-${zoneId}`}
          onClick={() => void call('arming.end-bypass', { zoneId }).then(() => setError(null), setError)}
        >
          {t('arming.bypass.end')}
        </Button>
      )}
    </li>
  )
}
