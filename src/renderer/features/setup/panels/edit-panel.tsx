import { useState, type JSX } from 'react'
import type { GivenConnection, PanelSetup, PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { call } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { useMay } from '../../duty/index.ts'
import { Field, TextInput } from '../fields.tsx'
import { showView } from '../store.ts'
import { useTask } from '../use-task.ts'
import { givenOf, isComplete } from './connection-draft.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { ConnectionTest } from './connection-test.tsx'
import { isPlace, PlaceField, type Place } from './place-field.tsx'
import { SaveBar } from '../save-bar.tsx'

interface EditProps {
  panel: PanelSetup
  overview: PanelsOverview
}

const back = (): void => showView({ kind: 'panels' })

/** Changes how a panel is reached. */
export function EditConnection({ panel, overview }: EditProps): JSX.Element {
  const mayChange = useMay('intrusion.network')
  const t = useText()
  const [connection, setConnection] = useState<GivenConnection>(() => givenOf(panel.connection))
  const [task, run, clear] = useTask<object>()
  const isReady = isComplete(connection)
  return (
    <fieldset className="setup-network panel-fields" disabled={!mayChange} data-testid="panel-connection">
      <ConnectionFields
        value={connection}
        overview={overview}
        onChange={next => {
          setConnection(next)
          clear()
        }}
      />
      {connection.driver !== 'http-push' && <ConnectionTest connection={connection} isReady={isReady} />}
      <SaveBar
        name="panel"
        saved={t('panels.saved')}
        task={task}
        isReady={isReady && mayChange}
        onSave={() => void run(() => call('panels.change-connection', { id: panel.id, connection }))}
        onBack={back}
      />
    </fieldset>
  )
}

/** Changes name and place of a panel. */
export function EditPanelMeaning({ panel, overview }: EditProps): JSX.Element {
  const t = useText()
  const mayChange = useMay('intrusion.configure')
  const [name, setName] = useState(panel.name)
  const [place, setPlace] = useState<Place | null>({ kind: 'existing', id: panel.placeId })
  const [task, run, clear] = useTask<object>()
  const save = (): void => {
    if (!isPlace(place)) return
    const meaning = { name: name.trim(), place }
    void run(() => call('panels.change', { id: panel.id, meaning }))
  }
  return (
    <fieldset className="setup-network panel-fields" disabled={!mayChange}>
      <Field label={t('panels.name')}>
        <TextInput
          testId="panel-name"
          most={40}
          value={name}
          onChange={next => {
            setName(next)
            clear()
          }}
        />
      </Field>
      <PlaceField
        places={overview.places}
        value={place}
        onChange={next => {
          setPlace(next)
          clear()
        }}
      />
      <SaveBar
        name="panel"
        saved={t('panels.saved')}
        task={task}
        isReady={mayChange && name.trim() !== '' && isPlace(place)}
        onSave={save}
        onBack={back}
      />
    </fieldset>
  )
}
