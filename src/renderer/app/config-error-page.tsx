import type { JSX } from 'react'
import type { StationState } from '../../shared/contract/station.ts'
import { useText } from '../link/use-text.ts'
import { Panel } from '../ui/panel.tsx'
import { StateIcon } from '../ui/state-icon.tsx'
import './config-error-page.css'

/** Instead of the pages while the site file is wrong: which field, and what was expected there. */
export function ConfigErrorPage({ errors }: { errors: StationState['configErrors'] }): JSX.Element {
  const t = useText()
  return (
    <main className="config-error" data-testid="config-error">
      <Panel
        title={
          <>
            <StateIcon tone="fault" size={20} /> {t('app.config.title')}
          </>
        }
        subtitle={t('app.config.count', { count: errors.length })}
      >
        <p>{t('app.config.detail')}</p>
        <table>
          <thead>
            <tr>
              <th>{t('app.config.path')}</th>
              <th>{t('app.config.message')}</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(error => (
              <tr key={`${error.path} ${error.message}`}>
                <td>
                  <code>{error.path}</code>
                </td>
                <td>{error.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </main>
  )
}
