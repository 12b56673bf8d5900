import type { JSX, ReactNode } from 'react'
import type { CameraNetwork, GivenCredentials, SetupOverview } from '../../../shared/contract/setup.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { isRtsp } from './draft.ts'

/** A field with its name above it. */
export function Field({
  label,
  children,
  hint,
}: {
  label: string
  children: ReactNode
  hint?: string
}): JSX.Element {
  return (
    <label className="setup-field">
      <span>{label}</span>
      {children}
      {hint !== undefined && <small>{hint}</small>}
    </label>
  )
}

interface TextInputProps {
  value: string
  onChange: (value: string) => void
  testId: string
  type?: 'text' | 'password' | 'number'
  placeholder?: string
  isWrong?: boolean
  most?: number
}

export function TextInput(props: TextInputProps): JSX.Element {
  const { value, onChange, testId, type = 'text', placeholder, isWrong = false, most = 300 } = props
  return (
    <input
      className="setup-input"
      type={type}
      value={value}
      placeholder={placeholder}
      maxLength={most}
      aria-invalid={isWrong}
      // A password manager has no business at a guard's desk.
      autoComplete={type === 'password' ? 'new-password' : 'off'}
      spellCheck={false}
      data-testid={testId}
      onChange={event => onChange(event.target.value)}
    />
  )
}

interface CredentialsProps {
  value: GivenCredentials
  overview: Pick<SetupOverview, 'credentials'>
  onChange: (value: GivenCredentials) => void
}

/** None, stored ones, or typed ones. What is typed goes to core and nowhere else. */
export function CredentialsFields({ value, overview, onChange }: CredentialsProps): JSX.Element {
  const t = useText()
  const kinds = {
    typed: 'setup.credentials.typed',
    stored: 'setup.credentials.stored',
    none: 'setup.credentials.none',
  } as const
  const start = (kind: GivenCredentials['kind']): GivenCredentials => {
    if (kind === 'stored') return { kind, name: overview.credentials[0]?.name ?? '' }
    return kind === 'typed' ? { kind, user: 'admin', password: '' } : { kind }
  }
  return (
    <div className="setup-credentials-fields">
      <Choice
        label={t('setup.column.credentials')}
        testId="setup-credentials-kind"
        options={(['typed', 'stored', 'none'] as const).map(kind => ({ value: kind, label: t(kinds[kind]) }))}
        value={value.kind}
        onChange={kind => onChange(start(kind))}
      />
      {value.kind === 'stored' && (
        <CredentialSelect
          value={value.name}
          names={overview.credentials.map(({ name }) => name)}
          onChange={name => onChange({ kind: 'stored', name })}
        />
      )}
      {value.kind === 'typed' && (
        <div className="setup-row">
          <Field label={t('setup.user')}>
            <TextInput
              testId="setup-user"
              most={128}
              value={value.user}
              onChange={user => onChange({ ...value, user })}
            />
          </Field>
          <Field label={t('setup.password')}>
            <TextInput
              testId="setup-password"
              type="password"
              most={256}
              value={value.password}
              onChange={password => onChange({ ...value, password })}
            />
          </Field>
        </div>
      )}
    </div>
  )
}

/** One of the stored credentials by name. */
export function CredentialSelect(props: {
  value: string
  names: readonly string[]
  /** Whether none at all may be chosen: the empty name. */
  isOptional?: boolean
  onChange: (name: string) => void
}): JSX.Element {
  const t = useText()
  return (
    <select
      className="setup-input"
      aria-label={t('setup.credentials.stored')}
      value={props.value}
      data-testid="setup-credentials-name"
      onChange={event => props.onChange(event.target.value)}
    >
      {(props.isOptional === true || props.value === '') && (
        <option value="">
          {t(props.isOptional === true ? 'setup.credentials.none' : 'setup.place.choose')}
        </option>
      )}
      {props.names.map(name => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** Addresses and transport of a camera. */
export function NetworkFields(props: {
  value: CameraNetwork
  onChange: (value: CameraNetwork) => void
}): JSX.Element {
  const t = useText()
  const { value, onChange } = props
  const isWrong = (url: string) => url !== '' && !isRtsp(url)
  return (
    <>
      <Field
        label={t('setup.rtsp.main')}
        hint={isWrong(value.mainUrl) ? t('setup.rtsp.wrong') : t('setup.rtsp.hint')}
      >
        <TextInput
          testId="setup-main-url"
          value={value.mainUrl}
          isWrong={isWrong(value.mainUrl)}
          onChange={mainUrl => onChange({ ...value, mainUrl })}
        />
      </Field>
      <Field label={t('setup.rtsp.sub')}>
        <TextInput
          testId="setup-sub-url"
          value={value.subUrl ?? ''}
          isWrong={isWrong(value.subUrl ?? '')}
          onChange={subUrl => onChange({ ...value, subUrl: subUrl === '' ? null : subUrl })}
        />
      </Field>
      <TransportField value={value.transport} onChange={transport => onChange({ ...value, transport })} />
    </>
  )
}

/** TCP, UDP or multicast. */
export function TransportField(props: {
  value: CameraNetwork['transport']
  onChange: (value: CameraNetwork['transport']) => void
}): JSX.Element {
  const t = useText()
  return (
    <div className="setup-field">
      <span>{t('setup.transport')}</span>
      <Choice
        label={t('setup.transport')}
        testId="setup-transport"
        options={(['tcp', 'udp', 'multicast'] as const).map(value => ({
          value,
          label: t(`setup.transport.${value}`),
        }))}
        value={props.value}
        onChange={props.onChange}
      />
    </div>
  )
}
