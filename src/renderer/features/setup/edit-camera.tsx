import { useState, type JSX } from 'react'
import type { CameraSetup, SetupOverview } from '../../../shared/contract/setup.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { finished, isRtsp, meaningOf, missingOf } from './draft.ts'
import { CredentialSelect, Field, NetworkFields } from './fields.tsx'
import { MeaningFields } from './meaning-fields.tsx'
import { SaveBar } from './save-bar.tsx'
import { showView } from './store.ts'
import { StreamTest } from './stream-test.tsx'
import { useTask } from './use-task.ts'

interface EditProps {
  camera: CameraSetup
  overview: SetupOverview
}

/** Changes what a camera is. */
export function EditMeaning({ camera, overview }: EditProps): JSX.Element {
  const t = useText()
  const [draft, setDraft] = useState(() => meaningOf(camera))
  const [task, run, clear] = useTask<object>()
  const missing = missingOf(draft)
  return (
    <div className="setup-describe" data-testid="setup-edit">
      <div className="setup-describe-one">
        <MeaningFields
          draft={draft}
          overview={overview}
          ownId={camera.id}
          hasSub={camera.network.subUrl !== null}
          onChange={next => {
            setDraft(next)
            clear()
          }}
        />
      </div>
      <SaveBar
        name="setup"
        saved={t('setup.saved')}
        onBack={() => showView({ kind: 'cameras' })}
        task={task}
        isReady={missing.length === 0}
        onSave={() => void run(() => call('setup.change', { id: camera.id, meaning: finished(draft) }))}
      />
      {missing.length > 0 && (
        <p className="setup-hint">
          {t('setup.missing', { list: missing.map(key => t.dynamic(key)).join('、') })}
        </p>
      )}
    </div>
  )
}

/** Changes how a camera is reached, and with which of the stored passwords. */
export function EditNetwork({ camera, overview }: EditProps): JSX.Element {
  const t = useText()
  const [network, setNetwork] = useState(camera.network)
  const [name, setName] = useState(camera.credentials)
  const [task, run, clear] = useTask<object>()
  const isReady = isRtsp(network.mainUrl) && (network.subUrl === null || isRtsp(network.subUrl))
  const names = [
    ...new Set([...overview.credentials.map(state => state.name), ...(name === null ? [] : [name])]),
  ]
  return (
    <div className="setup-network" data-testid="setup-edit">
      <NetworkFields
        value={network}
        onChange={next => {
          setNetwork(next)
          clear()
        }}
      />
      <Field label={t('setup.column.credentials')}>
        <CredentialSelect
          value={name ?? ''}
          names={names}
          isOptional
          onChange={next => {
            setName(next === '' ? null : next)
            clear()
          }}
        />
      </Field>
      <StreamTest
        url={network.subUrl ?? network.mainUrl}
        transport={network.transport}
        credentials={name === null ? { kind: 'none' } : { kind: 'stored', name }}
      />
      <SaveBar
        name="setup"
        saved={t('setup.saved')}
        onBack={() => showView({ kind: 'cameras' })}
        task={task}
        isReady={isReady}
        onSave={() =>
          void run(() => call('setup.change-network', { id: camera.id, network, credentials: name }))
        }
      />
    </div>
  )
}
