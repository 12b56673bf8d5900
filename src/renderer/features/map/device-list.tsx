import { useState, type JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Empty } from '../../ui/page-states.tsx'
import { DeviceSign } from './device-sign.tsx'
import { listed, type Device } from './devices.ts'
import { goToPlace, selectDevice, useMapState } from './store.ts'

/** Everything on the map as lines, what needs an eye first: the way through the map without a mouse. */
export function DeviceList({ devices }: { devices: readonly Device[] }): JSX.Element {
  const t = useText()
  const [text, setText] = useState('')
  const selectedId = useMapState(state => state.selectedId)
  const lines = listed(devices, text)
  return (
    <div className="device-list">
      <input
        type="search"
        className="device-search"
        placeholder={t('map.search')}
        aria-label={t('map.search')}
        value={text}
        onChange={event => setText(event.target.value)}
      />
      {lines.length === 0 ? (
        <Empty>{t('map.nothing-found')}</Empty>
      ) : (
        <ul data-testid="map-list">
          {lines.map(device => (
            <li key={device.mark.id}>
              <button
                type="button"
                className="device-line"
                aria-pressed={device.mark.id === selectedId}
                data-testid={`map-line-${device.mark.id}`}
                data-tone={device.mark.tone}
                onClick={() => choose(device)}
              >
                <DeviceSign
                  shape={device.mark.shape}
                  tone={device.mark.tone}
                  isBlinking={device.mark.blinking}
                />
                <b>{device.mark.name}</b>
                <span className={`device-word map-tone-${device.mark.tone}`}>{device.mark.word}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function choose({ mark, planId }: Device): void {
  goToPlace(planId, mark.at)
  selectDevice(mark.id)
}
