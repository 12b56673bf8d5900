import type { JSX } from 'react'
import type { RequestDevice } from '../../../shared/domain/approval-kinds.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { useOutage } from './use-outage.ts'
import './outages.css'

/** 计划停用 with the number of the request, where a device is shown; nothing when it is not out of use. */
export function OutageSign({
  kind,
  id,
  hasEnd = false,
}: Pick<RequestDevice, 'kind' | 'id'> & { hasEnd?: boolean }): JSX.Element | null {
  const t = useText()
  const outage = useOutage(kind, id)
  if (outage === null) return null
  const until = t('outage.until', { time: formatDateTime(outage.toMs) })
  return (
    <span
      className="outage-sign"
      title={`${until} · ${outage.reason}`}
      data-testid={`outage-sign-${kind}-${id}`}
    >
      <StateIcon tone="off" size={14} />
      {t('outage.sign', { number: outage.number })}
      {hasEnd && ` · ${until}`}
    </span>
  )
}
