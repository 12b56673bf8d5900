import { useState, type JSX } from 'react'
import { KeypadUser } from '../../../shared/site/arming.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { SaveFoot } from './save-foot.tsx'

const noUsers: readonly KeypadUser[] = []

/** Whom the user numbers of a panel's keypad belong to; which of them are used under duress. */
export function KeypadUsersForm({ panelId }: { panelId: string }): JSX.Element {
  const t = useText()
  const present = useKnown(
    state => state.arming?.keypadUsers.find(panel => panel.panelId === panelId)?.users ?? noUsers,
  )
  const [users, setUsers] = useState<readonly KeypadUser[]>(present)
  const change = (index: number, part: Partial<KeypadUser>) =>
    setUsers(users.map((user, at) => (at === index ? { ...user, ...part } : user)))
  const isValid =
    users.every(user => KeypadUser.safeParse(user).success) &&
    new Set(users.map(({ number }) => number)).size === users.length
  return (
    <div className="arming">
      <p>{t('arming.users.what')}</p>
      {users.map((user, index) => (
        // A row has nothing of its own that stays the same while it is typed.
        <div className="schedule-row" key={index}>
          <input
            inputMode="numeric"
            aria-label={t('arming.users.number')}
            placeholder={t('arming.users.number')}
            value={Number.isNaN(user.number) ? '' : String(user.number)}
            onChange={event => change(index, { number: Number.parseInt(event.target.value, 10) })}
          />
          <input
            aria-label={t('arming.users.name')}
            placeholder={t('arming.users.name')}
            maxLength={40}
            value={user.name}
            onChange={event => change(index, { name: event.target.value })}
          />
          <label>
            <input
              type="checkbox"
              checked={user.duress}
              onChange={event => change(index, { duress: event.target.checked })}
            />{' '}
            {t('arming.users.duress')}
          </label>
          <Button size="small" kind="ghost" onClick={() => setUsers(users.filter((_, at) => at !== index))}>
            {t('arming.remove')}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        testId="user-add"
        onClick={() => setUsers([...users, { number: Number.NaN, name: '', duress: false }])}
      >
        {t('arming.users.add')}
      </Button>
      <SaveFoot
        testId="users-save"
        missing={isValid ? null : t('arming.users.wrong')}
        save={() => call('arming.save-users', { panelId, users: [...users] })}
      />
    </div>
  )
}
