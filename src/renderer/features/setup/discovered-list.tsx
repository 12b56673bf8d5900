import type { JSX } from 'react'
import type { CallOutput } from '../../../shared/contract.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useTask } from './use-task.ts'

/** The devices that answer on this network; one of them is chosen. */
export function DiscoveredList(props: { chosen: string; onChoose: (address: string) => void }): JSX.Element {
  const t = useText()
  const [task, run] = useTask<CallOutput<'setup.discover'>>()
  return (
    <div className="setup-discover">
      <div className="setup-row setup-bar">
        <Button
          disabled={task.kind === 'busy'}
          testId="setup-discover"
          onClick={() => void run(() => call('setup.discover', {}))}
        >
          {t(task.kind === 'idle' ? 'setup.discover.start' : 'setup.discover.again')}
        </Button>
        {task.kind === 'done' && (
          <span className="setup-hint">
            {t('setup.discover.found', { count: task.value.devices.length })}
          </span>
        )}
      </div>
      {task.kind === 'idle' && <p className="setup-hint">{t('setup.discover.hint')}</p>}
      {task.kind === 'busy' && (
        <div role="status">
          <p className="setup-line">
            <StateIcon tone="busy" size={18} />
            {t('setup.discover.running')}
          </p>
          <div className="setup-progress" />
        </div>
      )}
      {task.kind === 'failed' && (
        <p className="setup-line setup-warn" role="alert">
          <StateIcon tone="fault" size={18} />
          {t.refusal(task.error)}
        </p>
      )}
      {task.kind === 'done' && (
        <>
          {task.value.devices.length === 0 && <p className="setup-hint">{t('setup.discover.none')}</p>}
          <ul className="setup-devices" data-testid="setup-devices">
            {task.value.devices.map(device => (
              <li key={device.endpoint}>
                <button
                  type="button"
                  aria-pressed={device.address === props.chosen}
                  data-address={device.address}
                  onClick={() => props.onChoose(device.address)}
                >
                  <b>{device.name ?? device.host}</b>
                  <span>{[device.hardware, new URL(device.address).host].filter(Boolean).join(' · ')}</span>
                  {device.known.length > 0 && (
                    <em>{t('setup.known', { names: device.known.map(({ name }) => name).join('、') })}</em>
                  )}
                </button>
              </li>
            ))}
          </ul>
          {task.value.failures.length > 0 && (
            <p className="setup-hint">
              {t('setup.discover.failures', { list: task.value.failures.join('; ') })}
            </p>
          )}
        </>
      )}
    </div>
  )
}
