import type { Span } from '../../../shared/domain/recording.ts'
import type { CameraRecorder, RecorderTimes } from '../../../shared/site.ts'

type TemplateRecorder = Extract<CameraRecorder, { kind: 'rtsp-template' }>

/** Beijing has no summer time; recorders in schools run on it. */
const beijingOffsetMs = 8 * 3_600_000

interface Preset {
  readonly path: string
  readonly times: RecorderTimes
}

/** Hikvision numbers tracks by channel and stream (101 = channel 1, main); Dahua's subtype 0 is the main stream. */
const presets: Readonly<Record<string, Preset>> = {
  hikvision: { path: '/Streaming/tracks/{channel}01/?starttime={start}&endtime={end}', times: 'basic-utc' },
  dahua: {
    path: '/cam/playback?channel={channel}&subtype=0&starttime={start}&endtime={end}',
    times: 'underscore-local',
  },
}

/** The RTSP address under which a recorder plays a span, without user and password. Times are whole seconds, the span kept whole. */
export function playbackUrl(recorder: TemplateRecorder, span: Span): string {
  const preset = presets[recorder.template]
  const times = recorder.times ?? preset?.times ?? 'basic-utc'
  const path = (preset?.path ?? recorder.template)
    .replaceAll('{channel}', String(recorder.channel))
    .replaceAll('{start}', written(Math.floor(span.fromMs / 1_000), times))
    .replaceAll('{end}', written(Math.ceil(span.toMs / 1_000), times))
  const { protocol, host } = new URL(recorder.url)
  return `${protocol}//${host}${path}`
}

function written(seconds: number, times: RecorderTimes): string {
  if (times === 'unix') return String(seconds)
  const isLocal = times !== 'basic-utc'
  const iso = new Date(seconds * 1_000 + (isLocal ? beijingOffsetMs : 0)).toISOString().slice(0, 19)
  return times === 'underscore-local' ? iso.replaceAll(/[-T:]/g, '_') : `${iso.replaceAll(/[-:]/g, '')}Z`
}
