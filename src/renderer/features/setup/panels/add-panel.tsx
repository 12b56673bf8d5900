import { useState, type JSX } from 'react'
import type { GivenConnection, PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { call } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Choice } from '../../../ui/choice.tsx'
import { Field, TextInput } from '../fields.tsx'
import { showView } from '../store.ts'
import { useTask } from '../use-task.ts'
import { drivers, emptyConnection, isComplete } from './connection-draft.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { ConnectionTest } from './connection-test.tsx'
import { isPlace, PlaceField, type Place } from './place-field.tsx'
import { SaveBar } from '../save-bar.tsx'
import { readPanels } from './store.ts'

/** A new panel: what it is, how it is reached, and whether it answers. */
export function AddPanel({ overview, account }: { overview: PanelsOverview; account: string }): JSX.Element {
  const t = useText()
  const [name, setName] = useState('')
  const [place, setPlace] = useState<Place | null>(null)
  const [connection, setConnection] = useState<GivenConnection>(() => emptyConnection('dc09', account))
  const [task, run] = useTask<{ id: string }>()
  const isReady = isComplete(connection)
  const save = async (): Promise<void> => {
    if (!isPlace(place)) return
    const meaning = { name: name.trim(), place }
    const added = await run(() => call('panels.add', { meaning, connection }))
    if (added === null) return
    await readPanels()
    showView({ kind: 'panel', id: added.id, part: 'zones' })
  }
  return (
    <div className="setup-network" data-testid="panel-add">
      <div className="setup-row">
        <Field label={t('panels.name')}>
          <TextInput testId="panel-name" most={40} value={name} onChange={setName} />
        </Field>
        <PlaceField places={overview.places} value={place} onChange={setPlace} />
      </div>
      <div className="setup-field">
        <span>{t('panels.driver')}</span>
        <Choice
          label={t('panels.driver')}
          testId="panel-driver"
          options={drivers.map(driver => ({ value: driver, label: t(`panels.driver.${driver}`) }))}
          value={connection.driver}
          onChange={driver => setConnection(emptyConnection(driver, account))}
        />
      </div>
      <ConnectionFields value={connection} overview={overview} onChange={setConnection} />
      {connection.driver !== 'http-push' && <ConnectionTest connection={connection} isReady={isReady} />}
      <SaveBar
        name="panel"
        saved={t('panels.saved')}
        task={task}
        isReady={isReady && name.trim() !== '' && isPlace(place)}
        onSave={() => void save()}
        onBack={() => showView({ kind: 'panels' })}
      />
    </div>
  )
}
