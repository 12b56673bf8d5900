import type { JSX } from 'react'
import { ledgersByCamera } from '../../../shared/domain/ledger.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { DayChoice } from './day-choice.tsx'
import { choose, useLedgers } from './store.ts'

const none: readonly { id: string; name: string }[] = []

/** The question of an inspector in two choices: about which camera or partition, on which day (A-N6.2.c). */
export function AboutFilter(): JSX.Element {
  const { ledger, period } = useLedgers(state => state.choice)
  return (
    <div className="ledger-filter ledger-cameras">
      {ledgersByCamera.includes(ledger) && <CameraChoice />}
      {ledger === 'arming' && <PartitionChoice />}
      <DayChoice
        chosen={period.kind === 'chosen' ? period : null}
        onChoose={({ fromMs, toMs }) => choose({ period: { kind: 'chosen', fromMs, toMs } })}
      />
    </div>
  )
}

function CameraChoice(): JSX.Element {
  const t = useText()
  const cameraId = useLedgers(state => state.choice.cameraId)
  const cameras = useKnown(state => state.site?.cameras ?? none)
  return (
    <label>
      {t('ledgers.camera')}
      <select
        value={cameraId}
        data-testid="ledger-camera"
        onChange={event => choose({ cameraId: event.target.value })}
      >
        <option value="">{t('ledgers.camera.all')}</option>
        {cameras.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

/** A partition is looked for by its name: that is what the book says, and what the printed form names as its filter. */
function PartitionChoice(): JSX.Element {
  const t = useText()
  const text = useLedgers(state => state.choice.text)
  const partitions = useKnown(state => state.site?.partitions ?? none)
  return (
    <label>
      {t('ledgers.partition')}
      <select
        value={partitions.some(({ name }) => name === text) ? text : ''}
        data-testid="ledger-partition"
        onChange={event => choose({ ledger: 'arming', text: event.target.value })}
      >
        <option value="">{t('ledgers.partition.all')}</option>
        {partitions.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
