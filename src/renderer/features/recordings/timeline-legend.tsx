import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'

const kinds = ['station', 'recorder', 'fault', 'off', 'activity', 'incident', 'check', 'now'] as const

/** What shapes and colours of the timeline mean, and what the hand can do. */
export function TimelineLegend(): JSX.Element {
  const t = useText()
  return (
    <div className="timeline-legend">
      {kinds.map(kind => (
        <span key={kind}>
          <i className={`legend-${kind}`} aria-hidden />
          {t(`timeline.legend.${kind}`)}
        </span>
      ))}
      <span className="timeline-hint">{t('timeline.hint')}</span>
    </div>
  )
}
