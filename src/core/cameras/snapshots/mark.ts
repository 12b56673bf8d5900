/** What is burned into a picture. */
export interface MarkWords {
  readonly school: string
  readonly schoolId: string
  readonly cameraName: string
  readonly cameraId: string
  readonly personName: string
  readonly personId: string
  readonly purpose: string
  readonly purposeId: string
  readonly number: number
  readonly takenAtMs: number
}

/** Two lines at the lower border. Without a Chinese font they are in Latin letters: ids instead of names. */
export function markLines(words: MarkWords, hasChinese: boolean): [string, string] {
  const time = beijing.format(words.takenAtMs)
  if (!hasChinese)
    return [
      `${words.schoolId} / ${words.cameraId} / No. ${words.number}`,
      `${time} Beijing time (UTC+8) / ${words.personId} / ${words.purposeId}`,
    ]
  return [
    `${words.school} · ${words.cameraName} · 截图第 ${words.number} 号`,
    `${time} 北京时间 · ${words.personName} · ${words.purpose}`,
  ]
}

const beijing = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** Frames at the end of which the last that can be decoded is taken. */
const lastFrames = 3

/**
 * ffmpeg from fragmented MP4 on stdin to JPEG on stdout: the last frames alone, marked. The last JPEG that comes out is
 * the picture.
 * @param font null: whatever ffmpeg finds by itself
 */
export function stillArguments(
  still: { frames: number; width: number; height: number },
  lines: readonly [string, string],
  font: string | null,
): string[] {
  const longest = Math.max(...lines.map(widthOf))
  const size = Math.max(9, Math.round(Math.min(still.height / 26, (still.width * 0.94) / longest)))
  const lineHeight = Math.round(size * 1.5)
  const band = lineHeight * 2 + Math.round(size * 0.5)
  const look = `${font === null ? '' : `fontfile=${escaped(font)}:`}fontsize=${size}:fontcolor=white:expansion=none`
  const line = (text: string, fromBelow: number) =>
    `drawtext=${look}:text=${escaped(text)}:x=${size}:y=h-${fromBelow}`
  const filters = [
    `select=gte(n\\,${Math.max(0, still.frames - lastFrames)})`,
    `drawbox=x=0:y=ih-${band}:w=iw:h=${band}:color=black@0.6:t=fill`,
    line(lines[0], band - Math.round(size * 0.4)),
    line(lines[1], band - Math.round(size * 0.4) - lineHeight),
  ]
  return [
    ...'-nostdin -hide_banner -loglevel error -f mp4 -i pipe:0 -map 0:v:0 -an -fps_mode passthrough'.split(
      ' ',
    ),
    '-vf',
    filters.join(','),
    ...'-c:v mjpeg -q:v 3 -pix_fmt yuvj420p -f image2pipe pipe:1'.split(' '),
  ]
}

/** How wide a line is, in heights of its letters: a Chinese one is as wide as high, a Latin one about half of it. */
function widthOf(line: string): number {
  const wide = line.match(/[\u2e80-\uffff]/g)?.length ?? 0
  return wide + (line.length - wide) * 0.6
}

/** A value in a filter of a chain is read twice; each reading takes one layer of backslashes off. */
function escaped(text: string): string {
  const inOption = text.replaceAll(/[\\':]/g, String.raw`\$&`)
  return inOption.replaceAll(/[\\'[\],;]/g, String.raw`\$&`)
}

/** The last JPEG in a row of them; null when there is none. Inside a picture its beginning cannot occur. */
export function lastJpegOf(bytes: Buffer): Buffer | null {
  const start = bytes.lastIndexOf(Buffer.from([0xff, 0xd8, 0xff]))
  return start === -1 ? null : bytes.subarray(start)
}
