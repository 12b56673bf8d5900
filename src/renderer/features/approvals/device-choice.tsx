import { Input } from 'antd'
import { useState, type JSX } from 'react'
import type { RequestDevice } from '../../../shared/domain/approval-kinds.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'

/** Devices that a request names, by kind and id; another system by its name. */
export interface ChosenDevices {
  readonly ids: readonly string[]
  readonly other: string
}

export const noDevices: ChosenDevices = { ids: [], other: '' }

const keyOf = ({ kind, id }: Pick<RequestDevice, 'kind' | 'id'>): string => `${kind}:${id}`

export function chosenOf(devices: readonly RequestDevice[]): ChosenDevices {
  const [others, known] = [
    devices.filter(({ kind }) => kind === 'system'),
    devices.filter(({ kind }) => kind !== 'system'),
  ]
  return { ids: known.map(keyOf), other: others.map(({ name }) => name).join('、') }
}

/** As the contract takes them. */
export function devicesOf({ ids, other }: ChosenDevices): Pick<RequestDevice, 'kind' | 'id'>[] {
  const known = ids.map(key => {
    const [kind, ...id] = key.split(':')
    return { kind: kind as RequestDevice['kind'], id: id.join(':') }
  })
  return other.trim() === '' ? known : [...known, { kind: 'system', id: other.trim() }]
}

/** Cameras, panels and their partitions of the site, and one field for what the site does not know. */
export function DeviceChoice(props: {
  chosen: ChosenDevices
  hasPartitions: boolean
  otherHint: string
  onChange: (chosen: ChosenDevices) => void
}): JSX.Element {
  const t = useText()
  const [filter, setFilter] = useState('')
  const cameras = useKnown(known => known.site?.cameras)
  const panels = useKnown(known => known.site?.panels)
  const partitions = useKnown(known => known.site?.partitions)
  const { ids, other } = props.chosen
  const offered = [
    ...(cameras ?? []).map(({ id, name }) => ({ key: `camera:${id}`, name, group: 'cameras' as const })),
    ...(panels ?? []).map(({ id, name }) => ({ key: `panel:${id}`, name, group: 'panels' as const })),
    ...(props.hasPartitions ? (partitions ?? []) : []).map(({ id, name }) => ({
      key: `partition:${id}`,
      name,
      group: 'panels' as const,
    })),
  ].filter(({ name }) => name.includes(filter.trim()))
  const toggle = (keys: readonly string[], isOn: boolean) =>
    props.onChange({
      other,
      ids: isOn ? [...new Set([...ids, ...keys])] : ids.filter(id => !keys.includes(id)),
    })
  return (
    <>
      <h3>{t('approvals.devices')}</h3>
      <div className="purpose-row">
        <Input
          className="request-filter"
          placeholder={t('approvals.devices.filter')}
          aria-label={t('approvals.devices.filter')}
          value={filter}
          onChange={event => setFilter(event.target.value)}
        />
        <Button
          size="small"
          onClick={() =>
            toggle(
              offered.map(({ key }) => key),
              true,
            )
          }
        >
          {t('approvals.devices.all')}
        </Button>
        <Button
          size="small"
          onClick={() =>
            toggle(
              offered.map(({ key }) => key),
              false,
            )
          }
        >
          {t('approvals.devices.none')}
        </Button>
        <span className="purpose-hint">{t('approvals.devices.chosen', { count: ids.length })}</span>
      </div>
      {(['cameras', 'panels'] as const).map(group => (
        <div key={group} className="purpose-cameras request-devices">
          {offered
            .filter(device => device.group === group)
            .map(({ key, name }) => (
              <label key={key} className="purpose-camera" data-chosen={ids.includes(key)}>
                <input
                  type="checkbox"
                  checked={ids.includes(key)}
                  data-testid={`request-device-${key.replace(':', '-')}`}
                  onChange={event => toggle([key], event.target.checked)}
                />
                {name}
              </label>
            ))}
        </div>
      ))}
      <Input
        maxLength={120}
        placeholder={props.otherHint}
        addonBefore={t('approvals.devices.other')}
        aria-label={t('approvals.devices.other')}
        value={other}
        data-testid="request-device-other"
        onChange={event => props.onChange({ ids, other: event.target.value })}
      />
    </>
  )
}
