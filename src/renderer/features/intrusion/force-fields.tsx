import type { JSX } from 'react'
import type { ChecklistItem } from '../../../shared/domain/checklist.ts'
import { useText } from '../../link/use-text.ts'
import { EndChoice } from './end-choice.tsx'
import type { KnownZone } from './readiness.ts'
import { ReasonField } from './reason-field.tsx'

const reasons = ['broken', 'occupied', 'false-alarms', 'emergency'] as const
const forceMinutes = [60, 240, 480, 720] as const

export interface ForceInput {
  readonly reason: string
  readonly minutes: number | null
}

interface ForceFieldsProps {
  input: ForceInput
  isFrozen: boolean
  zones: readonly KnownZone[]
  canBypass: boolean
  unchecked: readonly ChecklistItem[]
  onInput: (input: ForceInput) => void
}

/** What a forced arming leaves out, why, and until when. */
export function ForceFields(props: ForceFieldsProps): JSX.Element {
  const { input, isFrozen, zones, canBypass, unchecked, onInput } = props
  const t = useText()
  const names = zones.map(({ zone }) => zone.name).join('、')
  return (
    <fieldset className="disarm" disabled={isFrozen} data-testid="force">
      <p className="disarm-norm">
        {zones.length === 0
          ? t('arming.force.none')
          : t(canBypass ? 'arming.force.zones' : 'arming.force.cannot', { zones: names })}
        {unchecked.length > 0 &&
          ` ${t('arming.force.unchecked', {
            items: unchecked.map(item => t(`checklist.${item}`)).join('、'),
          })}`}
      </p>
      <ReasonField
        label={t('arming.force.reason')}
        picks={reasons.map(key => ({ key, words: t(`arming.reason.${key}`) }))}
        reason={input.reason}
        onReason={reason => onInput({ ...input, reason })}
        testId="force"
      />
      <EndChoice
        label={t('arming.force.until')}
        choices={forceMinutes}
        minutes={input.minutes}
        onMinutes={minutes => onInput({ ...input, minutes })}
        testId="force-until"
      />
    </fieldset>
  )
}
