import { textIn, type Locale } from '../../../shared/text/text.ts'
import type { TileFigures } from './tile-view.ts'

/** The overlay of a tile: what comes, what is shown of it, how late, what was lost. One line each. */
export function figuresText(figures: TileFigures, locale: Locale): string {
  const { report, video, fps, sourceFps, frameAgeMs, jumps } = figures
  if (report === null || report.codec === '') return ''
  const size = textIn(locale, 'wall.figures.size', {
    codec: nameOfCodec(report.codec),
    width: report.width,
    height: report.height,
  })
  const rate = textIn(locale, 'wall.figures.rate', { kilobits: Math.round(report.bitsPerSecond / 1_000) })
  const shown = textIn(locale, 'wall.figures.fps', { shown: fps.toFixed(1), source: sourceFps.toFixed(1) })
  const latency = textIn(locale, 'wall.figures.latency', {
    seconds: frameAgeMs === null ? '–' : (frameAgeMs / 1_000).toFixed(2),
  })
  const drops = textIn(locale, 'wall.figures.drops', {
    drops: video.getVideoPlaybackQuality().droppedVideoFrames,
    jumps,
  })
  return `${size} · ${rate}\n${shown} · ${latency}\n${drops}`
}

/** `avc1.64001f` is H.264 to everybody but a decoder. */
function nameOfCodec(codec: string): string {
  if (codec.startsWith('avc')) return 'H.264'
  if (codec.startsWith('hvc') || codec.startsWith('hev')) return 'H.265'
  return codec.split('.')[0] ?? codec
}
