import { expect, test } from 'vitest'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { SiteView, ZoneView } from '../../../shared/site-view.ts'
import { textIn } from '../../../shared/text/text.ts'
import { sampleIncident, stamp } from '../incidents/sample-incident.ts'
import { alarmPlaces, devicesOf, listed } from './devices.ts'

const zone = (part: Partial<ZoneView> & { id: string; name: string }): ZoneView => ({
  number: 1,
  kind: 'intrusion',
  detector: 'pir',
  place: 'archive',
  plan: 'yard',
  at: [10, 20],
  cameras: [],
  panelId: 'panel',
  partitionId: 'night',
  placeName: '档案室',
  ...part,
})
const { at: _, ...withoutPoint } = zone({ id: 'fence-3', name: '东围墙 3 段' })
const site: SiteView = {
  id: 'school',
  name: '示范学校',
  notice: '',
  plans: [{ id: 'yard', name: '室外', building: '', floor: '' }],
  places: [],
  cameras: [
    {
      id: 'cam-1',
      name: '东墙枪机',
      placeId: 'east',
      hasSub: true,
      recorded: true,
      hasRecordings: true,
      plan: 'yard',
      at: [5, 5],
      directionDegrees: 90,
      fieldOfViewDegrees: 60,
      rangeUnits: 30,
    },
  ],
  inputs: [],
  retiredCameras: [],
  panels: [],
  partitions: [],
  zones: [
    zone({ id: 'pir-archive', name: '档案室红外' }),
    {
      ...withoutPoint,
      kind: 'perimeter',
      detector: 'tension-fence',
      line: [
        [0, 0],
        [0, 40],
      ],
    },
  ],
  contacts: [],
  guards: [],
  quickPhrases: [],
}
const say = (key: Parameters<typeof textIn>[1]) => textIn('zh-CN', key as 'zone.state.unknown')

test('before anything is told, everything on the map is unknown, by word too', () => {
  const devices = devicesOf({ site, cameras: null, intrusion: null, incidents: null, inputs: null }, say)
  expect(devices.map(({ mark }) => [mark.id, mark.tone, mark.word])).toEqual([
    ['cam-1', 'unknown', '状态不明'],
    ['pir-archive', 'unknown', '状态不明'],
    ['fence-3', 'unknown', '状态不明'],
  ])
})

test('a fence segment is a line with its sign in the middle; a cut one blinks with its word', () => {
  const cut = sampleIncident({ id: 7, kind: 'perimeter-cut', zoneId: 'fence-3' })
  const devices = devicesOf({ site, cameras: null, intrusion: null, incidents: [cut], inputs: null }, say)
  const fence = devices.find(({ mark }) => mark.id === 'fence-3')
  expect(fence?.mark).toMatchObject({ at: [0, 20], tone: 'alarm', word: '断线报警', blinking: true })
  expect(fence?.source).toMatchObject({ incidentId: 7 })
  expect(listed(devices, '').map(({ mark }) => mark.id)[0]).toBe('fence-3')
  expect(listed(devices, '断线').map(({ mark }) => mark.id)).toEqual(['fence-3'])
})

test('all places of open incidents are reachable, also those that stand on no plan', () => {
  const panic = sampleIncident({ id: 2, kind: 'panic', zoneId: 'gone' })
  const closed = sampleIncident({ id: 3, progress: { located: stamp(), closed: stamp() } })
  const places = alarmPlaces(site, [sampleIncident({ id: 1 }), closed, panic])
  expect(places.map(({ incident, spot }) => [incident.id, spot?.deviceId ?? null])).toEqual([
    [2, null],
    [1, 'pir-archive'],
  ])
})

test('a button at a camera stands on the map: unknown until heard, blinking while its alarm is open', () => {
  const input = {
    id: 'cam-1/in-1',
    cameraId: 'cam-1',
    token: 'in-1',
    name: '传达室按钮',
    alarm: 'panic',
  } as const
  const school: SiteView = { ...site, inputs: [{ ...input, plan: 'yard', at: [7, 8] }] }
  const press = sampleIncident({ id: 9, kind: 'panic', zoneId: null, inputId: 'cam-1/in-1' })
  const at = (state: 'normal' | 'active' | null, incidents: readonly Incident[]) =>
    devicesOf(
      {
        site: school,
        cameras: null,
        intrusion: null,
        incidents,
        inputs: state === null ? null : [{ id: input.id, state }],
      },
      say,
    ).find(({ mark }) => mark.id === input.id)
  expect(at(null, [])?.mark).toMatchObject({ at: [7, 8], shape: 'button', tone: 'unknown' })
  expect(at('normal', [])?.mark.tone).toBe('ok')
  expect(at('active', [])?.mark.tone).toBe('alarm')
  expect(at('normal', [press])).toMatchObject({
    mark: { tone: 'panic', blinking: true, word: '紧急报警' },
    source: { incidentId: 9 },
  })
  expect(alarmPlaces(school, [press])[0]?.spot).toEqual({ planId: 'yard', at: [7, 8], deviceId: input.id })
})
