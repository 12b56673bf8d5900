import type { JSX } from 'react'
import type { TextKey } from '../../../shared/text/text.ts'
import { useText } from '../../link/use-text.ts'
import type { MarkShape } from '../../ui/map/mark.ts'
import type { Tone } from '../../ui/tone.ts'
import { DeviceSign } from './device-sign.tsx'

const shapes: readonly { shape: MarkShape; word: TextKey }[] = [
  { shape: 'camera', word: 'map.shape.camera' },
  { shape: 'detector', word: 'map.shape.detector' },
  { shape: 'button', word: 'map.shape.button' },
  { shape: 'smoke', word: 'map.shape.smoke' },
  { shape: 'contact', word: 'map.shape.contact' },
  { shape: 'segment', word: 'map.shape.segment' },
  { shape: 'panel', word: 'map.shape.panel' },
  { shape: 'post', word: 'map.shape.post' },
  { shape: 'person', word: 'map.shape.person' },
  { shape: 'patrol', word: 'map.shape.patrol' },
  { shape: 'assembly', word: 'map.shape.assembly' },
]

const tones: readonly { tone: Tone; shape?: MarkShape; word: TextKey; isBlinking?: boolean }[] = [
  { tone: 'ok', word: 'map.tone.ok' },
  { tone: 'info', word: 'map.tone.info' },
  { tone: 'alarm', word: 'map.tone.alarm', isBlinking: true },
  { tone: 'alarm', word: 'map.tone.in-hand' },
  { tone: 'panic', shape: 'button', word: 'map.tone.panic', isBlinking: true },
  { tone: 'warn', word: 'map.tone.warn' },
  { tone: 'fault', word: 'map.tone.fault' },
  { tone: 'off', word: 'map.tone.off' },
  { tone: 'unknown', word: 'map.tone.unknown' },
]

/** What the shapes and colours mean, in words. */
export function Legend(): JSX.Element {
  const t = useText()
  return (
    <div className="map-legend" data-testid="map-legend">
      <ul>
        {shapes.map(({ shape, word }) => (
          <li key={shape}>
            <DeviceSign shape={shape} tone="ok" />
            {t.dynamic(word)}
          </li>
        ))}
      </ul>
      <ul>
        {tones.map(({ tone, shape = 'detector', word, isBlinking = false }) => (
          <li key={word}>
            <DeviceSign shape={shape} tone={tone} isBlinking={isBlinking} />
            {t.dynamic(word)}
          </li>
        ))}
      </ul>
    </div>
  )
}
