import { InputNumber, Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { RosterPage } from '../../../shared/contract/roster.ts'
import type { EquipmentItem, RosterRules } from '../../../shared/site/roster.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { ListRows } from './list-rows.tsx'
import { readRoster, useRoster } from './store.ts'

const limits = [
  'lateMinutes',
  'earlyMinutes',
  'absentMinutes',
  'overtimeMinutes',
  'restHours',
  'mostHours',
] as const

/** Shifts, posts, limits, and what is counted at a handover. */
export function RulesDialog({ onClose }: { onClose: () => void }): JSX.Element | null {
  const t = useText()
  const page = useRoster(state => state.page)
  useHotkeyBarrier('dialog', true)
  if (page === null) return null
  return (
    <Modal
      open
      centered
      width={860}
      title={t('roster.rules').replace('…', '')}
      footer={null}
      mask={{ closable: false }}
      onCancel={onClose}
      data-testid="rules-dialog"
    >
      <RulesForm page={page} onClose={onClose} />
    </Modal>
  )
}

/** A minute of the day as it is written here: `06:30`. The field of the browser would write AM and PM. */
const isMinute = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)

/** An id that none of the list has: what is planned hangs on it, so it never changes. */
function newId(prefix: string, list: readonly { id: string }[]): string {
  let number = list.length + 1
  while (list.some(({ id }) => id === `${prefix}-${number}`)) number++
  return `${prefix}-${number}`
}

function RulesForm({ page, onClose }: { page: RosterPage; onClose: () => void }): JSX.Element {
  const t = useText()
  const [rules, setRules] = useState<RosterRules>(page.rules)
  const [equipment, setEquipment] = useState<readonly EquipmentItem[]>(page.equipment)
  const [error, setError] = useState<unknown>(null)
  const isNamed =
    [...rules.posts, ...rules.shifts, ...equipment].every(({ name }) => name.trim() !== '') &&
    rules.shifts.every(({ from, to }) => isMinute(from) && isMinute(to))
  const save = () => {
    call('roster.set-rules', { rules, equipment: [...equipment] })
      .then(readRoster)
      .then(onClose, setError)
  }
  return (
    <div className="roster-form">
      <ListRows
        title={t('roster.rules.shifts')}
        hint={t('roster.rules.shifts.hint')}
        list={rules.shifts}
        testId="shift"
        columns={[
          { field: 'name', kind: 'text' },
          { field: 'from', kind: 'time' },
          { field: 'to', kind: 'time' },
        ]}
        onChange={shifts => setRules({ ...rules, shifts })}
        onAdd={() => ({ id: newId('shift', rules.shifts), name: '', from: '08:00', to: '16:00' })}
      />
      <ListRows
        title={t('roster.rules.posts')}
        hint={t('roster.rules.posts.hint')}
        list={rules.posts}
        testId="post"
        columns={[{ field: 'name', kind: 'text' }]}
        onChange={posts => setRules({ ...rules, posts })}
        onAdd={() => ({ id: newId('post', rules.posts), name: '' })}
      />
      <ListRows
        title={t('roster.rules.equipment')}
        hint={t('roster.rules.equipment.hint')}
        list={equipment}
        isEmptyFine
        testId="equipment"
        columns={[
          { field: 'name', kind: 'text' },
          { field: 'count', kind: 'number' },
        ]}
        onChange={setEquipment}
        onAdd={() => ({ id: newId('item', equipment), name: '', count: 1 })}
      />
      <fieldset className="roster-field">
        <legend>{t('roster.rules.limits')}</legend>
        <div className="roster-limits">
          {limits.map(limit => (
            <label key={limit}>
              {t(`roster.limit.${limit}`)}
              <InputNumber
                min={0}
                max={240}
                precision={0}
                value={rules[limit]}
                onChange={value => value !== null && setRules({ ...rules, [limit]: value })}
              />
            </label>
          ))}
        </div>
      </fieldset>
      {error !== null && (
        <p className="identify-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div className="roster-line">
        <Button kind="primary" size="big" disabled={!isNamed} testId="rules-save" onClick={save}>
          {t('roster.rules.save')}
        </Button>
        <Button kind="ghost" size="big" onClick={onClose}>
          {t('app.cancel')}
        </Button>
      </div>
    </div>
  )
}
