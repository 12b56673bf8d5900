import { Fragment, type JSX } from 'react'
import { rightGroups } from '../../../shared/domain/right-groups.ts'
import { rightsOf, Role } from '../../../shared/domain/rights.ts'
import { useText } from '../../link/use-text.ts'
import { Icon } from '../../ui/icon.tsx'

const rights = Role.options.map(role => ({ role, may: rightsOf([role]) }))

/** Every right and which role has it; the heads stay in view. */
export function RightsTable(): JSX.Element {
  const t = useText()
  return (
    <div className="people-scroll">
      <table className="people-table rights-table" data-testid="rights-table">
        <thead>
          <tr>
            <th>{t('people.rights.right')}</th>
            {rights.map(({ role }) => (
              <th key={role}>{t(`role.${role}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rightGroups().map(({ group, permissions }) => (
            <Fragment key={group}>
              <tr className="rights-group">
                <th colSpan={rights.length + 1}>{t(`right.group.${group}`)}</th>
              </tr>
              {permissions.map(permission => (
                <tr key={permission} data-right={permission}>
                  <td>{t.dynamic(`right.${permission}`)}</td>
                  {rights.map(({ role, may }) => (
                    <td key={role} data-role={role}>
                      {may.has(permission) && (
                        <span role="img" aria-label={t('people.rights.has')}>
                          <Icon name="check" size={18} />
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p className="people-head">{t('people.rights.note')}</p>
    </div>
  )
}
