import type { JSX } from 'react'
import type { GivenConnection } from '../../../../shared/contract/panel-setup.ts'
import { ModbusModelId } from '../../../../shared/site/devices.ts'
import { useText } from '../../../link/use-text.ts'
import { Field, TextInput } from '../fields.tsx'
import { wholeNumber } from './connection-draft.ts'

type Modbus = Extract<GivenConnection, { driver: 'modbus' }>
interface ModbusProps {
  value: Modbus
  onChange: (value: Modbus) => void
}

/** Where a fence host is, which registers it has, and what force means there. */
export function ModbusFields({ value, onChange }: ModbusProps): JSX.Element {
  const t = useText()
  return (
    <>
      <Field label={t('panels.model')}>
        <select
          className="setup-input"
          value={value.model}
          data-testid="panel-model"
          onChange={event => onChange({ ...value, model: ModbusModelId.parse(event.target.value) })}
        >
          {ModbusModelId.options.map(model => (
            <option key={model} value={model}>
              {t(`panels.model.${model}`)}
            </option>
          ))}
        </select>
      </Field>
      <div className="setup-row">
        <Field label={t('panels.host')}>
          <TextInput
            testId="panel-host"
            most={253}
            value={value.host}
            onChange={host => onChange({ ...value, host })}
          />
        </Field>
        <Field label={t('panels.port')}>
          <TextInput
            testId="panel-port"
            type="number"
            value={String(value.port)}
            onChange={text => onChange({ ...value, port: wholeNumber(text) })}
          />
        </Field>
        <Field label={t('panels.unit')}>
          <TextInput
            testId="panel-unit"
            type="number"
            value={String(value.unitId)}
            onChange={text => onChange({ ...value, unitId: wholeNumber(text) })}
          />
        </Field>
      </div>
      {value.model.startsWith('tension') && <ForceFields value={value} onChange={onChange} />}
    </>
  )
}

/** Force on a wire for longer than this is an intrusion. */
function ForceFields({ value, onChange }: ModbusProps): JSX.Element {
  const t = useText()
  const { force } = value
  const number = (text: string): number => (/^\d{1,5}(?:\.\d)?$/.test(text) ? Number(text) : 0)
  return (
    <div className="setup-row">
      <Field label={t('panels.force.newtons')} hint={t('panels.force.hint')}>
        <TextInput
          testId="panel-force-newtons"
          type="number"
          value={String(force.newtons ?? '')}
          onChange={text => onChange({ ...value, force: { ...force, newtons: number(text) } })}
        />
      </Field>
      <Field label={t('panels.force.seconds')}>
        <TextInput
          testId="panel-force-seconds"
          type="number"
          value={String(force.seconds ?? '')}
          onChange={text => onChange({ ...value, force: { ...force, seconds: number(text) } })}
        />
      </Field>
    </div>
  )
}
