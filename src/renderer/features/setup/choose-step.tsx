import type { JSX } from 'react'
import type { ClockVerdict, FoundProfile } from '../../../shared/domain/setup.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import type { CameraDraft } from './draft.ts'
import { Field, TransportField } from './fields.tsx'
import type { Found, Inspected } from './find-step.tsx'
import { StreamTest } from './stream-test.tsx'

interface ChooseStepProps {
  found: Found
  onChange: (cameras: readonly CameraDraft[]) => void
  onBack: () => void
  onNext: () => void
}

/** Step 2: what the device said of itself, and which of its pictures are wanted. */
export function ChooseStep({ found, onChange, onBack, onNext }: ChooseStepProps): JSX.Element {
  const t = useText()
  const { device, cameras, credentials } = found
  const taken = cameras.filter(({ isTaken }) => isTaken).length
  const change = (index: number, camera: CameraDraft): void => onChange(cameras.with(index, camera))
  return (
    <div className="setup-choose">
      {device !== null && <DeviceFacts device={device} />}
      {cameras.length > 1 && (
        <Button size="small" onClick={() => onChange(cameras.map(camera => ({ ...camera, isTaken: true })))}>
          {t('setup.channels.all')}
        </Button>
      )}
      <div className="setup-channels">
        {cameras.map((camera, index) => (
          <Channel
            key={camera.network.mainUrl}
            camera={camera}
            isOnly={cameras.length === 1}
            credentials={credentials}
            onChange={next => change(index, next)}
          />
        ))}
      </div>
      <footer className="setup-foot">
        <Button onClick={onBack}>{t('setup.previous')}</Button>
        <Button kind="primary" disabled={taken === 0} testId="setup-to-describe" onClick={onNext}>
          {t('setup.next')}
        </Button>
      </footer>
    </div>
  )
}

function DeviceFacts({ device }: { device: Inspected }): JSX.Element {
  const t = useText()
  const { manufacturer, model, firmware, serialNumber, clock } = device
  const tone = { within: 'ok', beyond: 'alarm', unknown: 'unknown' } as const
  const setBy = clock.setBy === 'unknown' ? '' : ` · ${t(`setup.clock.${clock.setBy}`)}`
  return (
    <dl className="setup-device" data-testid="setup-device">
      <dt>{t('setup.device')}</dt>
      <dd>
        <b>{`${manufacturer} ${model}`}</b>
        <span>{t('setup.firmware', { firmware, serial: serialNumber })}</span>
      </dd>
      <dt>{t('setup.column.credentials')}</dt>
      <dd className="setup-line">
        <StateIcon tone="ok" size={18} />
        {t('setup.password.right')}
      </dd>
      <dt>{t('setup.clock')}</dt>
      <dd className="setup-line" data-testid="setup-clock" data-verdict={clock.verdict}>
        <StateIcon tone={tone[clock.verdict]} size={18} />
        {clockWords(clock, t) + setBy}
      </dd>
    </dl>
  )
}

function clockWords({ offsetMs, errorMs, verdict }: ClockVerdict, t: Translate): string {
  if (offsetMs === null || verdict === 'unknown') return t('setup.clock.unknown')
  const seconds = (Math.abs(offsetMs) / 1_000).toFixed(2)
  return t(`setup.clock.${verdict}`, { seconds, error: ((errorMs ?? 0) / 1_000).toFixed(2) })
}

interface ChannelProps {
  camera: CameraDraft
  isOnly: boolean
  credentials: Found['credentials']
  onChange: (camera: CameraDraft) => void
}

function Channel({ camera, isOnly, credentials, onChange }: ChannelProps): JSX.Element {
  const t = useText()
  const { profiles, network, known, isTaken, meaning } = camera
  const sub = profiles.find(({ url }) => url === network.subUrl)
  const isHard = network.subUrl === null || sub?.codec === 'h265'
  const main = profiles.find(({ url }) => url === network.mainUrl)
  return (
    <section className="setup-channel" data-testid="setup-channel" data-taken={isTaken}>
      {(!isOnly || known.length > 0) && (
        <label className="setup-check">
          <input
            type="checkbox"
            checked={isTaken}
            onChange={event => onChange({ ...camera, isTaken: event.target.checked })}
          />
          {isOnly ? '' : `${meaning.name} · `}
          {t('setup.channel.take')}
        </label>
      )}
      {known.length > 0 && (
        <p className="setup-line setup-warn" data-testid="setup-known">
          <StateIcon tone="warn" size={18} />
          {t('setup.known', { names: known.map(({ name }) => name).join('、') })}
        </p>
      )}
      {profiles.length > 0 && (
        <div className="setup-row">
          <ProfileField
            label={t('setup.stream.main')}
            testId="setup-main"
            profiles={profiles}
            url={network.mainUrl}
            onChange={mainUrl =>
              mainUrl !== null && onChange({ ...camera, network: { ...network, mainUrl } })
            }
          />
          <ProfileField
            label={t('setup.stream.sub')}
            testId="setup-sub"
            profiles={profiles}
            url={network.subUrl}
            isOptional
            onChange={subUrl => onChange({ ...camera, network: { ...network, subUrl } })}
          />
        </div>
      )}
      {main?.codec === 'h265' && isHard && (
        <p className="setup-line setup-warn">
          <StateIcon tone="warn" size={18} />
          {t('setup.stream.h265')}
        </p>
      )}
      <TransportField
        value={network.transport}
        onChange={transport => onChange({ ...camera, network: { ...network, transport } })}
      />
      <StreamTest
        url={network.subUrl ?? network.mainUrl}
        transport={network.transport}
        credentials={credentials}
      />
    </section>
  )
}

function ProfileField(props: {
  label: string
  testId: string
  profiles: readonly FoundProfile[]
  url: string | null
  isOptional?: boolean
  onChange: (url: string | null) => void
}): JSX.Element {
  const t = useText()
  return (
    <Field label={props.label}>
      <select
        className="setup-input"
        value={props.url ?? ''}
        data-testid={props.testId}
        onChange={event => props.onChange(event.target.value === '' ? null : event.target.value)}
      >
        {props.isOptional === true && <option value="">{t('setup.stream.none')}</option>}
        {props.profiles.map(profile =>
          profile.url === null ? null : (
            <option key={profile.token} value={profile.url}>
              {profileWords(profile, t)}
            </option>
          ),
        )}
      </select>
    </Field>
  )
}

const codecNames = { h264: 'H.264', h265: 'H.265', mpeg4: 'MPEG-4', jpeg: 'JPEG', other: '?' } as const

/** `mainStream · H.264 1920×1080 · 25 帧/秒 · 4096 kbps` */
function profileWords({ name, codec, width, height, fps, bitrateKbps }: FoundProfile, t: Translate): string {
  return [
    name,
    t('setup.stream.facts', { codec: codecNames[codec], width, height }),
    ...(fps === null ? [] : [t('setup.stream.fps', { fps })]),
    ...(bitrateKbps === null ? [] : [t('setup.stream.kbps', { kbps: bitrateKbps })]),
  ].join(' · ')
}
