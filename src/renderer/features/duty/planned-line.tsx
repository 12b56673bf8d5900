import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { formatMinutes } from '../../ui/time.ts'

/** Who is planned at the desk now and next, where somebody signs on; nothing where there is no roster. */
export function PlannedLine(): JSX.Element | null {
  const t = useText()
  const roster = useKnown(state => state.roster)
  if (roster === null || (roster.now === null && roster.next === null)) return null
  return (
    <p className="sign-on-planned" data-testid="planned">
      {(['now', 'next'] as const).map(which => {
        const duty = roster[which]
        if (duty === null) return null
        const span = `${formatMinutes(duty.fromMs)}–${formatMinutes(duty.toMs)}`
        return (
          <span key={which}>
            {t(`roster.planned.${which}`)} <b>{duty.personName}</b> {duty.shiftName} {span}
          </span>
        )
      })}
    </p>
  )
}
