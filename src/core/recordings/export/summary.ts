import type { Words } from '../../ledgers/words.ts'
import {
  grouped,
  keyName,
  manifestName,
  signatureName,
  type Manifest,
  type ManifestFile,
  type ManifestStretch,
} from './format.ts'

/** 说明.txt: what lies in the package, for a person who has never heard of it. */
export function summaryText(
  manifest: Omit<Manifest, 'files'>,
  files: readonly ManifestFile[],
  words: Words,
): string {
  const { text, dateTime } = words
  const { station, request, requested } = manifest
  const span = (part: { fromMs: number; toMs: number }) => `${dateTime(part.fromMs)} – ${dateTime(part.toMs)}`
  const heads = [
    text('exports.summary.title'),
    '',
    text('exports.summary.school', { school: station.school }),
    text('exports.summary.request', { number: request.number, copy: manifest.copyNumber }),
    text('exports.summary.purpose', { purpose: request.purpose }),
    text('exports.summary.receiver', { receiver: manifest.receiver }),
    text('exports.summary.exported', {
      name: manifest.exportedBy.name,
      time: dateTime(manifest.exportedAtMs),
    }),
    text('exports.summary.requested', { span: span(requested) }),
    text('exports.summary.zone'),
  ]
  const cameras = manifest.cameras.flatMap(camera => [
    '',
    text('exports.summary.camera', { name: camera.name, id: camera.id }),
    ...camera.delivered.map(part => text('exports.summary.delivered', { span: span(part) })),
    ...camera.stretches.flatMap(stretch => recorderText(stretch, words, span(stretch))),
    ...camera.missing.map(part =>
      text('exports.summary.missing', { span: span(part), cause: causeText(part.cause, words) }),
    ),
    camera.clock === null
      ? text('exports.summary.clock-unknown')
      : text('exports.summary.clock', {
          seconds: (camera.clock.offsetMs / 1_000).toFixed(1),
          time: dateTime(camera.clock.measuredAtMs),
        }),
    ...files
      .filter(file => file.video?.cameraId === camera.id)
      .map(file => `  ${file.name}  ${text(`exports.variant.${file.video?.variant ?? 'original'}`)}`),
  ])
  const check = [
    '',
    text('exports.summary.check', { manifest: manifestName, signature: signatureName, key: keyName }),
    text('exports.summary.key', { fingerprint: grouped(station.keyFingerprint) }),
    text('exports.summary.secrecy'),
  ]
  return `${[...heads, ...cameras, ...check].join('\r\n')}\r\n`
}

/** That a stretch was not recorded by this station, and what its times rest on. */
function recorderText({ recorder }: ManifestStretch, { text }: Words, span: string): string[] {
  if (recorder === undefined) return []
  const times =
    recorder.timesBy === 'request'
      ? text('exports.summary.times-request')
      : text('exports.summary.times-recorder', {
          seconds: ((recorder.clockOffsetMs ?? 0) / 1_000).toFixed(1),
        })
  return [text('exports.summary.from-recorder', { span, times })]
}

/** Causes of its own that an export has, besides those of the timeline. */
const ownCauses: ReadonlySet<string> = new Set(['until-key-frame', 'span-edge', 'not-at-station'])

/** Why a piece is missing, in words. */
export function causeText(cause: string, { text }: Words): string {
  return text(ownCauses.has(cause) ? `exports.cause.${cause}` : `gap.${cause}`)
}
