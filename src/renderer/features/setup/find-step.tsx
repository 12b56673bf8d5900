import { useState, type JSX } from 'react'
import type { CallOutput } from '../../../shared/contract.ts'
import type { GivenCredentials, SetupOverview } from '../../../shared/contract/setup.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { DiscoveredList } from './discovered-list.tsx'
import { completeCredentials, draftsOf, emptyMeaning, isRtsp, type CameraDraft } from './draft.ts'
import { CredentialsFields, Field, NetworkFields, TextInput } from './fields.tsx'
import { StreamTest } from './stream-test.tsx'
import { useTask } from './use-task.ts'

export type Inspected = CallOutput<'setup.inspect'>

/** What step 1 hands on. */
export interface Found {
  /** Null for streams that were typed by hand. */
  readonly device: Inspected | null
  readonly cameras: readonly CameraDraft[]
  readonly credentials: GivenCredentials
}

type Way = 'discover' | 'address' | 'rtsp'

/** Step 1: which device, and whether user and password are right. */
export function FindStep(props: { overview: SetupOverview; onFound: (found: Found) => void }): JSX.Element {
  const t = useText()
  const { overview, onFound } = props
  const planId = useKnown(state => state.site?.plans[0]?.id ?? '')
  const [way, setWay] = useState<Way>('discover')
  const [address, setAddress] = useState('')
  const [network, setNetwork] = useState<CameraDraft['network']>({
    mainUrl: '',
    subUrl: null,
    transport: 'tcp',
    onvifUrl: null,
  })
  const [given, setGiven] = useState<GivenCredentials>({ kind: 'typed', user: 'admin', password: '' })
  const [task, run, clear] = useTask<Inspected>()
  const credentials = completeCredentials(given)
  const inspect = async (): Promise<void> => {
    if (credentials === null) return
    const device = await run(() => call('setup.inspect', { address: address.trim(), credentials }))
    if (device === null) return
    onFound({ device, cameras: draftsOf(device.channels, device.address, planId), credentials })
  }
  const isRtspReady =
    isRtsp(network.mainUrl) && (network.subUrl === null || isRtsp(network.subUrl)) && credentials !== null
  const take = (): void => {
    if (credentials === null) return
    const camera = { isTaken: true, profiles: [], known: [], network, meaning: emptyMeaning('', planId) }
    onFound({ device: null, cameras: [camera], credentials })
  }
  return (
    <div className="setup-find">
      <div className="setup-find-way">
        <Choice
          label={t('setup.step.find')}
          testId="setup-way"
          options={(['discover', 'address', 'rtsp'] as const).map(value => ({
            value,
            label: t(`setup.find.${value}`),
          }))}
          value={way}
          onChange={next => {
            setWay(next)
            clear()
          }}
        />
        {way === 'discover' && (
          <DiscoveredList
            chosen={address}
            onChoose={next => {
              setAddress(next)
              clear()
            }}
          />
        )}
        {way === 'address' && (
          <Field label={t('setup.address')} hint={t('setup.address.hint')}>
            <TextInput testId="setup-address" value={address} onChange={setAddress} />
          </Field>
        )}
        {way === 'rtsp' && <NetworkFields value={network} onChange={setNetwork} />}
      </div>
      <div className="setup-find-login">
        {way === 'discover' && address !== '' && <p className="setup-address">{address}</p>}
        <CredentialsFields value={given} overview={overview} onChange={setGiven} />
        {way === 'rtsp' ? (
          <>
            <StreamTest url={network.mainUrl} transport={network.transport} credentials={credentials} />
            <Button kind="primary" disabled={!isRtspReady} testId="setup-take-rtsp" onClick={take}>
              {t('setup.next')}
            </Button>
          </>
        ) : (
          <Button
            kind="primary"
            disabled={address.trim() === '' || credentials === null || task.kind === 'busy'}
            testId="setup-inspect"
            onClick={() => void inspect()}
          >
            {t('setup.inspect')}
          </Button>
        )}
        {task.kind === 'busy' && (
          <p className="setup-line" role="status">
            <StateIcon tone="busy" size={18} />
            {t('setup.inspecting')}
          </p>
        )}
        {task.kind === 'failed' && (
          <p className="setup-line setup-warn" role="alert" data-testid="setup-inspect-failed">
            <StateIcon tone="fault" size={18} />
            {t.refusal(task.error)}
          </p>
        )}
      </div>
    </div>
  )
}
