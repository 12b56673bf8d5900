import { expect, test } from 'vitest'
import type { CameraRecorder } from '../../../shared/site.ts'
import { playbackUrl } from './template.ts'

const span = { fromMs: Date.UTC(2026, 10, 22, 10, 15, 0, 400), toMs: Date.UTC(2026, 10, 22, 10, 16, 0, 400) }
type Template = Extract<CameraRecorder, { kind: 'rtsp-template' }>
const recorder = (more: Partial<Template>): Template => ({
  kind: 'rtsp-template',
  url: 'rtsp://192.168.1.10:554',
  template: 'hikvision',
  channel: 1,
  ...more,
})

test.each<[string, Partial<Template>, string]>([
  ['hikvision', {}, '/Streaming/tracks/101/?starttime=20261122T101500Z&endtime=20261122T101601Z'],
  [
    'hikvision whose Z means local time',
    { times: 'basic-local', channel: 12 },
    '/Streaming/tracks/1201/?starttime=20261122T181500Z&endtime=20261122T181601Z',
  ],
  [
    'dahua',
    { template: 'dahua', channel: 3 },
    '/cam/playback?channel=3&subtype=0&starttime=2026_11_22_18_15_00&endtime=2026_11_22_18_16_01',
  ],
  [
    'another',
    { template: '/play/{channel}?from={start}&to={end}', times: 'unix' },
    '/play/1?from=1795342500&to=1795342561',
  ],
])('%s', (_, more, path) => {
  expect(playbackUrl(recorder(more), span)).toBe(`rtsp://192.168.1.10:554${path}`)
})

test('an address with user and password loses them: they go another way', () => {
  expect(playbackUrl(recorder({ url: 'rtsp://admin:secret@nvr' }), span)).toMatch(/^rtsp:\/\/nvr\/Streaming/)
})
