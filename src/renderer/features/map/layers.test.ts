import { expect, test } from 'vitest'
import type { Tone } from '../../ui/tone.ts'
import type { Device } from './devices.ts'
import { mapLayers, shownDevices } from './layers.ts'

const panel = (id: string, tone: Tone, blinking = false): Device => ({
  planId: 'yard',
  source: { kind: 'panel', panel: { id, name: id, placeName: '', position: null } },
  mark: { id, shape: 'panel', at: [1, 1], line: null, wedge: null, tone, name: id, word: '', blinking },
})

test('a layer that is put away takes its devices along, but never one that alarms', () => {
  const devices = [
    panel('quiet', 'ok'),
    panel('lost', 'fault'),
    panel('loud', 'alarm'),
    panel('flash', 'ok', true),
  ]
  expect(shownDevices(devices, new Set(mapLayers)).map(({ mark }) => mark.id)).toEqual(['loud', 'flash'])
  expect(shownDevices(devices, new Set())).toHaveLength(4)
})

test('an area can be put away while its zone stays', () => {
  const [device] = [panel('a', 'ok')].map(one => ({
    ...one,
    mark: {
      ...one.mark,
      area: [
        [0, 0],
        [9, 0],
        [9, 9],
      ] as const,
    },
  }))
  if (device === undefined) throw new Error('none')
  expect(shownDevices([device], new Set(['areas']))[0]?.mark.area).toBeUndefined()
  const loud = { ...device, mark: { ...device.mark, blinking: true } }
  expect(shownDevices([loud], new Set(['areas']))[0]?.mark.area).toHaveLength(3)
})
