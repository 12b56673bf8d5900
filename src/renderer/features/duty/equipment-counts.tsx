import { InputNumber } from 'antd'
import type { JSX } from 'react'
import type { Counts } from '../../../shared/contract/handover.ts'
import type { EquipmentItem } from '../../../shared/site/roster.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'

/** What was counted so far, by id of the thing. */
export type Counted = Readonly<Record<string, number>>

export const isCounted = (equipment: readonly EquipmentItem[], counted: Counted): boolean =>
  equipment.every(({ id }) => counted[id] !== undefined)

export const countsOf = (equipment: readonly EquipmentItem[], counted: Counted): Counts =>
  equipment.flatMap(({ id }) => {
    const count = counted[id]
    return count === undefined ? [] : [{ id, count }]
  })

/** Whether a count is not what should be there, or not what the other one counted. */
export function isDifferent(equipment: readonly EquipmentItem[], given: Counts, taken: Counts): boolean {
  const of = (counts: Counts, id: string) => counts.find(count => count.id === id)?.count
  return equipment.some(({ id, count }) => {
    const now = of(taken, id)
    return now !== undefined && (now !== count || now !== of(given, id))
  })
}

interface EquipmentCountsProps {
  equipment: readonly EquipmentItem[]
  counted: Counted
  /** What the outgoing guard counted; absent while he does. */
  given?: Counts
  onChange: (counted: Counted) => void
}

/** Keys and things, each counted by hand: nothing is filled in beforehand, or nobody would look. */
export function EquipmentCounts({
  equipment,
  counted,
  given,
  onChange,
}: EquipmentCountsProps): JSX.Element | null {
  const t = useText()
  if (equipment.length === 0) return null
  return (
    <fieldset className="equipment" data-testid="equipment">
      <legend>{t('duty.equipment.title')}</legend>
      {equipment.map(({ id, name, count }) => {
        const now = counted[id]
        const before = given?.find(other => other.id === id)?.count
        const isOff = now !== undefined && (now !== count || (before !== undefined && now !== before))
        return (
          <label key={id} data-off={isOff}>
            <b>{name}</b>
            <span>{t('duty.equipment.expected', { count })}</span>
            <span>{before === undefined ? '' : t('duty.equipment.given', { count: before })}</span>
            <InputNumber
              min={0}
              max={999}
              precision={0}
              value={now ?? null}
              placeholder={t('duty.equipment.count')}
              data-testid={`count-${id}`}
              onChange={value => {
                const { [id]: _old, ...others } = counted
                onChange(value === null ? others : { ...others, [id]: value })
              }}
            />
            <em>
              {isOff && (
                <>
                  <StateIcon tone="warn" size={16} /> {t('duty.equipment.off')}
                </>
              )}
            </em>
          </label>
        )
      })}
    </fieldset>
  )
}
