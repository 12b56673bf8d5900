import { Dropdown, type MenuProps } from 'antd'
import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Chip } from '../../ui/chip.tsx'
import { formatMinutes } from '../../ui/time.ts'
import { useMay, useSession } from './selectors.ts'
import { requestDutyDialog, requestSignOn } from './store.ts'

function choose({ key }: { key: string }): void {
  if (key === 'hand-over' || key === 'note' || key === 'reader' || key === 'pin' || key === 'sign-off')
    requestDutyDialog(key)
}

/** Who is on duty and since when; opens what can be done about it. */
export function DutyChip(): JSX.Element {
  const t = useText()
  const session = useSession()
  const mayNote = useMay('duty.note')
  if (session === null)
    return (
      <Chip tone="warn" onClick={requestSignOn} testId="duty-chip" state="nobody">
        {t('duty.chip.nobody')}
      </Chip>
    )
  const { shift, person } = session
  const items: MenuProps['items'] =
    shift === null
      ? [
          { key: 'pin', label: t('pin.change') },
          { key: 'sign-off', label: t('duty.sign-off.reader') },
        ]
      : [
          { key: 'hand-over', label: t('duty.hand-over') },
          { key: 'note', label: t('duty.note'), disabled: !mayNote },
          { key: 'reader', label: t('duty.reader') },
          { key: 'pin', label: t('pin.change') },
          { type: 'divider' },
          { key: 'sign-off', label: t('duty.sign-off') },
        ]
  return (
    <Dropdown
      menu={{ items, onClick: choose, className: 'duty-menu' }}
      trigger={['click']}
      placement="bottomRight"
      // A dialog that is called by a key covers it.
      styles={{ root: { zIndex: 940 } }}
    >
      <button
        type="button"
        className="chip chip-button duty-chip"
        title={t('duty.menu')}
        data-testid="duty-chip"
        data-state={shift === null ? 'reader' : 'on-duty'}
      >
        <span>
          {shift === null
            ? t('duty.chip.reader', { name: person.name })
            : t('duty.chip', {
                shift: shift.plan.kind === 'none' ? t(`shift.${shift.kind}`) : shift.plan.shiftName,
                name: person.name,
              })}
        </span>
        {shift !== null && (
          <span className="chip-detail">
            {t('duty.chip.since', { time: formatMinutes(shift.startedAtMs) })}
          </span>
        )}
      </button>
    </Dropdown>
  )
}
