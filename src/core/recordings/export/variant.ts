/** What a stretch is written as: its pictures as they are, or coded anew as H.264, with or without time and name. */
import type { ExportVariant } from '../../../shared/contract/exports.ts'

/** What is written over every picture. */
export interface Marking {
  /** A font file with Chinese. */
  readonly fontFile: string
  /** Camera and copy, e.g. `正门 · 申请2026-0012 第1份`. */
  readonly label: string
  /** UTC of the first picture. */
  readonly firstFrameMs: number
}

const beijingOffsetSeconds = 8 * 3600

/**
 * The command line that turns a stretch (fragmented MP4 on stdin) into an ordinary MP4 that starts fast. Every picture
 * stays one picture, with its own time.
 */
export function writeArguments(options: {
  variant: ExportVariant
  isHevc: boolean
  target: string
  marking: Marking | null
}): string[] {
  const { variant, isHevc, target, marking } = options
  const copy = ['-c', 'copy', ...(isHevc ? ['-tag:v', 'hvc1'] : [])]
  const anew = [...(marking === null ? [] : ['-vf', markingFilter(marking)]), ...words(recode)]
  return [
    ...words('-hide_banner -nostats -y -v error -progress pipe:1 -f mp4 -i pipe:0 -map 0:v:0'),
    ...(variant === 'original' ? copy : anew),
    ...words('-map_metadata -1 -movflags +faststart -f mp4'),
    target,
  ]
}

/** Every picture stays one picture; no B frames, so that order of coding is order of showing. */
const recode = '-fps_mode passthrough -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -bf 0 -g 50'

const words = (line: string): string[] => line.split(' ')

/** The command line that decodes a written file completely and counts its pictures. */
export function checkArguments(file: string): string[] {
  return [
    ...words('-hide_banner -nostats -nostdin -v error -progress pipe:1 -i'),
    file,
    ...words('-map 0:v:0 -fps_mode passthrough -f null -'),
  ]
}

/** Time (Beijing, from the frame's own time) and label in the lower left, white on dark, sized to the picture. */
function markingFilter({ fontFile, label, firstFrameMs }: Marking): string {
  const look = `fontfile=${escaped(fontFile)}:fontsize=max(14\\,h/26):fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=6`
  const seconds = (firstFrameMs / 1_000 + beijingOffsetSeconds).toFixed(3)
  const time = escaped(`%{pts:gmtime:${seconds}:%Y-%m-%d %H\\:%M\\:%S}`)
  return [
    `drawtext=${look}:text=${time}:x=10:y=h-2*(lh+16)`,
    `drawtext=${look}:expansion=none:text=${escaped(label)}:x=10:y=h-(lh+14)`,
  ].join(',')
}

/** A value inside a filter's options, inside a filter graph. */
function escaped(value: string): string {
  return value.replaceAll(/[\\':]/g, '\\$&').replaceAll(/[\\'[\],;]/g, '\\$&')
}
