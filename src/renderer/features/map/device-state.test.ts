import { expect, test } from 'vitest'
import type { PartitionReport, ZoneReport } from '../../../shared/contract/intrusion.ts'
import type { CameraReport, StreamReport, StreamState } from '../../../shared/domain/camera.ts'
import type { PartitionState, ZoneKind, ZoneState } from '../../../shared/domain/intrusion.ts'
import { sampleIncident, stamp } from '../incidents/sample-incident.ts'
import { cameraState, zoneState } from './device-state.ts'

const zone = (state: ZoneState, armed: boolean | null = null): ZoneReport => ({
  id: 'z',
  state,
  sinceMs: 0,
  armed,
  lastEventAtMs: null,
  lastEvent: '',
})
const partition = (state: PartitionState): PartitionReport => ({
  id: 'p',
  panelId: 'panel',
  state,
  sinceMs: 0,
  rearmAtMs: null,
  reason: '',
  changedBy: '',
})
const stream = (state: StreamState): StreamReport => ({
  state,
  sinceMs: 0,
  code: 'none',
  reason: '',
  attempts: 0,
  lastFrameAtMs: null,
  codec: '',
  width: 0,
  height: 0,
  fps: 0,
  bitsPerSecond: 0,
  keyFrameIntervalMs: null,
  packetsLost: 0,
  warnings: [],
})
const camera = (main: StreamState, sub: StreamState): CameraReport => ({
  id: 'c',
  main: stream(main),
  sub: stream(sub),
  recording: true,
})
const toneOf = (kind: ZoneKind, report: ZoneReport | undefined, arming?: PartitionState) =>
  zoneState({ kind }, report, arming && partition(arming), undefined).tone

test('what is not known is never shown as well', () => {
  expect(toneOf('intrusion', undefined, 'armed')).toBe('unknown')
  expect(toneOf('panic', zone('unknown'))).toBe('unknown')
  expect(toneOf('intrusion', zone('normal'), 'unknown')).toBe('unknown')
  expect(toneOf('intrusion', zone('normal'))).toBe('unknown')
  expect(cameraState(undefined).tone).toBe('unknown')
})

test('green means guarded: the panel says armed', () => {
  expect(toneOf('intrusion', zone('normal'), 'armed')).toBe('ok')
  expect(toneOf('intrusion', zone('normal'), 'arming')).toBe('busy')
  expect(toneOf('intrusion', zone('normal'), 'disarmed')).toBe('info')
  expect(toneOf('panic', zone('normal'))).toBe('ok')
})

test('a disarmed fence segment stands out, even while its partition is armed', () => {
  expect(toneOf('perimeter', zone('normal', false), 'armed')).toBe('warn')
  expect(toneOf('perimeter', zone('normal', true), 'armed')).toBe('ok')
  expect(toneOf('perimeter', zone('normal'), 'disarmed')).toBe('warn')
})

test('an open zone is a matter only while armed', () => {
  expect(toneOf('intrusion', zone('open'), 'armed')).toBe('warn')
  expect(toneOf('intrusion', zone('open'), 'disarmed')).toBe('info')
})

test('an incident blinks until it is located and stays on the map until it is closed', () => {
  const cut = sampleIncident({ kind: 'perimeter-cut' })
  const shown = (incident: typeof cut) =>
    zoneState({ kind: 'perimeter' }, zone('normal', true), partition('armed'), incident)
  expect(shown(cut)).toEqual({ tone: 'alarm', words: ['incident.kind.perimeter-cut'], blinking: true })
  const located = {
    ...cut,
    progress: { ...cut.progress, located: stamp() },
    signalState: 'restored' as const,
  }
  expect(shown(located)).toEqual({
    tone: 'alarm',
    words: ['incident.kind.perimeter-cut', 'map.in-hand'],
    blinking: false,
  })
})

test('the worse of the two streams is shown', () => {
  expect(cameraState(camera('live', 'idle'))).toMatchObject({ tone: 'ok', words: ['camera.state.live'] })
  expect(cameraState(camera('live', 'lost'))).toMatchObject({ tone: 'fault', words: ['camera.state.lost'] })
  expect(cameraState(camera('idle', 'idle'))).toMatchObject({ tone: 'info' })
  expect(cameraState(camera('off', 'off'))).toMatchObject({ tone: 'off' })
})
