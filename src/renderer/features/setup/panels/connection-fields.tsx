import { useEffect, useState, type JSX } from 'react'
import type { GivenConnection, GivenKey, PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { call } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { CredentialSelect, CredentialsFields, Field, TextInput } from '../fields.tsx'
import { wholeNumber } from './connection-draft.ts'
import { ModbusFields } from './modbus-fields.tsx'

interface FieldsProps<T extends GivenConnection> {
  value: T
  overview: PanelsOverview
  onChange: (value: T) => void
}
type Of<D extends GivenConnection['driver']> = Extract<GivenConnection, { driver: D }>

/** How one panel is reached, by the way that is chosen. */
export function ConnectionFields(props: FieldsProps<GivenConnection>): JSX.Element {
  const { value, overview, onChange } = props
  switch (value.driver) {
    case 'dc09':
      return <Dc09Fields value={value} overview={overview} onChange={onChange} />
    case 'modbus':
      return <ModbusFields value={value} onChange={onChange} />
    case 'isapi':
      return <IsapiFields value={value} overview={overview} onChange={onChange} />
    case 'http-push':
      return <PushFields value={value} overview={overview} onChange={onChange} />
  }
}

function Dc09Fields({ value, overview, onChange }: FieldsProps<Of<'dc09'>>): JSX.Element {
  const t = useText()
  return (
    <>
      <div className="setup-row">
        <Field label={t('panels.account')} hint={t('panels.account.hint')}>
          <TextInput
            testId="panel-account"
            most={16}
            value={value.account}
            isWrong={value.account !== '' && !/^[0-9A-F]{3,16}$/.test(value.account)}
            onChange={text => onChange({ ...value, account: text.toUpperCase().trim() })}
          />
        </Field>
        <Field label={t('panels.supervision')} hint={t('panels.supervision.hint')}>
          <TextInput
            testId="panel-supervision"
            type="number"
            value={String(value.supervisionSeconds)}
            onChange={text => onChange({ ...value, supervisionSeconds: wholeNumber(text) })}
          />
        </Field>
      </div>
      <HeardAccounts onChoose={account => onChange({ ...value, account })} />
      <KeyFields value={value.key} overview={overview} onChange={key => onChange({ ...value, key })} />
      <label className="setup-check">
        <input
          type="checkbox"
          checked={value.isapi !== null}
          data-testid="panel-isapi"
          onChange={event =>
            onChange({
              ...value,
              isapi: event.target.checked
                ? { url: 'http://', credentials: { kind: 'typed', user: 'admin', password: '' } }
                : null,
            })
          }
        />
        {t('panels.isapi')}
      </label>
      {value.isapi !== null && (
        <Login value={value.isapi} overview={overview} onChange={isapi => onChange({ ...value, isapi })} />
      )}
    </>
  )
}

/** Accounts that reported and have no panel yet: one press fills the account in. */
function HeardAccounts({ onChoose }: { onChoose: (account: string) => void }): JSX.Element | null {
  const t = useText()
  const [accounts, setAccounts] = useState<readonly string[]>([])
  useEffect(() => {
    let isGone = false
    const read = async (): Promise<void> => {
      // Without the list the account is typed; the page of alarms tells why it cannot be read.
      const list = await call('intrusion.unknown-accounts', {}).catch(() => [])
      const heard = list.filter(({ why }) => why === 'account-unknown').map(({ account }) => account)
      if (!isGone) setAccounts(heard.filter(account => /^[0-9A-F]{3,16}$/.test(account)))
    }
    void read()
    return () => {
      isGone = true
    }
  }, [])
  if (accounts.length === 0) return null
  return (
    <div className="setup-row setup-bar">
      <span className="setup-dim">{t('panels.account.heard')}</span>
      {accounts.slice(0, 12).map(account => (
        <Button
          key={account}
          size="small"
          testId={`panel-heard-${account}`}
          onClick={() => onChoose(account)}
        >
          {account}
        </Button>
      ))}
    </div>
  )
}

function KeyFields(props: {
  value: GivenKey
  overview: PanelsOverview
  onChange: (value: GivenKey) => void
}): JSX.Element {
  const t = useText()
  const { value, overview, onChange } = props
  const names = overview.credentials.map(({ name }) => name)
  const start = (kind: GivenKey['kind']): GivenKey => {
    if (kind === 'stored') return { kind, name: names[0] ?? '' }
    return kind === 'typed' ? { kind, text: '' } : { kind }
  }
  return (
    <div className="setup-field">
      <span>{t('panels.key')}</span>
      <Choice
        label={t('panels.key')}
        testId="panel-key-kind"
        options={(['none', 'typed', 'stored'] as const).map(kind => ({
          value: kind,
          label: t(`panels.key.${kind}`),
        }))}
        value={value.kind}
        onChange={kind => onChange(start(kind))}
      />
      {value.kind === 'stored' && (
        <CredentialSelect
          value={value.name}
          names={names}
          onChange={name => onChange({ kind: 'stored', name })}
        />
      )}
      {value.kind === 'typed' && (
        <>
          <TextInput
            testId="panel-key"
            type="password"
            most={64}
            value={value.text}
            onChange={text => onChange({ kind: 'typed', text })}
          />
          <small>{t('panels.key.hint')}</small>
        </>
      )}
    </div>
  )
}

type LoginValue = NonNullable<Of<'dc09'>['isapi']>

function Login(props: {
  value: LoginValue
  overview: PanelsOverview
  onChange: (value: LoginValue) => void
}): JSX.Element {
  const t = useText()
  const { value, overview, onChange } = props
  return (
    <div className="setup-new-place panel-login">
      <Field label={t('panels.url')} hint={t('panels.url.hint')}>
        <TextInput testId="panel-url" value={value.url} onChange={url => onChange({ ...value, url })} />
      </Field>
      <CredentialsFields
        value={value.credentials}
        overview={overview}
        onChange={credentials => onChange({ ...value, credentials })}
      />
    </div>
  )
}

function IsapiFields({ value, overview, onChange }: FieldsProps<Of<'isapi'>>): JSX.Element {
  return <Login value={value} overview={overview} onChange={login => onChange({ ...value, ...login })} />
}

function PushFields({ value, overview, onChange }: FieldsProps<Of<'http-push'>>): JSX.Element {
  const t = useText()
  const names = overview.credentials.map(({ name }) => name)
  return (
    <>
      <div className="setup-field">
        <span>{t('panels.format')}</span>
        <Choice
          label={t('panels.format')}
          testId="panel-format"
          options={(['webhook', 'hikvision'] as const).map(format => ({
            value: format,
            label: t(`panels.format.${format}`),
          }))}
          value={value.format}
          onChange={format => onChange({ ...value, format })}
        />
      </div>
      <Field label={t('panels.token')} hint={t('panels.token.hint')}>
        {value.token.kind === 'typed' ? (
          <TextInput
            testId="panel-token"
            type="password"
            most={64}
            value={value.token.text}
            onChange={text => onChange({ ...value, token: { kind: 'typed', text } })}
          />
        ) : (
          <CredentialSelect
            value={value.token.kind === 'stored' ? value.token.name : ''}
            names={names}
            onChange={name => onChange({ ...value, token: { kind: 'stored', name } })}
          />
        )}
      </Field>
      <Field label={t('panels.supervision.push')}>
        <TextInput
          testId="panel-supervision"
          type="number"
          value={value.supervisionSeconds === null ? '' : String(value.supervisionSeconds)}
          onChange={text =>
            onChange({ ...value, supervisionSeconds: text === '' ? null : wholeNumber(text) })
          }
        />
      </Field>
    </>
  )
}
