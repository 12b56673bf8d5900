import { sceneHeight, sceneWidth, type Walker } from '../scenes/scene.ts'

/** Where a walker is at time `t`: an expression of ffmpeg's overlay filter, periodic in the loop. */
function walkExpressions(walker: Walker, loopSeconds: number): { x: string; y: string } {
  const start = (walker.startShare * loopSeconds).toFixed(3)
  const duration = (walker.durationShare * loopSeconds).toFixed(3)
  const since = `mod(t-${start}+${loopSeconds}\\,${loopSeconds})`
  const along = (from: number, to: number): string => `${from}+${to - from}*${since}/${duration}`
  // A whole number of steps in the loop, so that the seam does not show.
  const steps = Math.round(loopSeconds * 1.8)
  const bob = walker.bobPixels === 0 ? '' : `-${walker.bobPixels}*abs(sin(${steps}*PI*t/${loopSeconds}))`
  const offScreen = -2 * sceneWidth
  return {
    x: `if(lt(${since}\\,${duration})\\,${along(walker.from[0], walker.to[0])}\\,${offScreen})`,
    y: `${along(walker.from[1], walker.to[1])}${bob}`,
  }
}

export interface GraphInput {
  walkers: readonly Walker[]
  loopSeconds: number
  fps: number
  /** Texture of the sensor's noise, 0 for none. */
  noise: number
}

/**
 * The moving picture without clock: input 0 is the background, 1… the walkers' sprites; files `name.txt` lies in ffmpeg's
 * working directory. Ends in the label `picture`.
 */
export function pictureGraph(input: GraphInput, pace: 'as-fast-as-possible' | 'real-time'): string {
  const realTime = pace === 'real-time' ? ',realtime' : ''
  const still = `[0:v]format=yuv420p,loop=loop=-1:size=1:start=0,fps=${input.fps},setpts=N/(${input.fps}*TB)${realTime}`
  const stages = [`${still}[scene0]`]
  input.walkers.forEach((walker, index) => {
    const { x, y } = walkExpressions(walker, input.loopSeconds)
    stages.push(`[${index + 1}:v]format=yuva420p[sprite${index}]`)
    stages.push(
      `[scene${index}][sprite${index}]overlay=x='${x}':y='${y}':eval=frame:eof_action=repeat[scene${index + 1}]`,
    )
  })
  const noise = input.noise > 0 ? `noise=alls=${input.noise}:allf=t,` : ''
  stages.push(`[scene${input.walkers.length}]${noise}${nameText()}[picture]`)
  return stages.join(';')
}

const font = 'Noto Sans CJK SC'

function nameText(): string {
  return `drawtext=font='${font}':textfile=name.txt:fontsize=34:fontcolor=white:borderw=2:bordercolor=black@0.7:x=w-tw-28:y=h-th-24`
}

/**
 * Burns in date, time with tenths of a second, and the frame number. The time is the machine's at the moment the picture
 * is drawn (in the zone of the environment variable TZ), so a viewer can read the delay off the screen.
 */
export function clockGraph(fps: number): string {
  const dateAndTime = '%{pts\\:localtime\\:0\\:%Y-%m-%d %H\\\\\\:%M\\\\\\:%S}'
  const tenth = '%{eif\\:mod(floor(t*10)\\,10)\\:d}'
  return (
    `[picture]settb=1/1000000,setpts=RTCTIME,` +
    `drawtext=font='${font}':fontsize=34:fontcolor=white:borderw=2:bordercolor=black@0.7:x=28:y=24:text='${dateAndTime}.${tenth}  %{n}',` +
    `settb=1/${fps},setpts=N`
  )
}

export interface Encoding {
  width: number
  height: number
  fps: number
  kilobitPerSecond: number
}

/** H.264 options: closed groups of one second without B pictures, as surveillance cameras send them. */
export function encoderArgs(encoding: Encoding, preset: 'veryfast' | 'ultrafast'): string[] {
  const { fps, kilobitPerSecond } = encoding
  return [
    ['-c:v', 'libx264', '-preset', preset, '-tune', 'zerolatency', '-profile:v', 'main'],
    ['-pix_fmt', 'yuv420p', '-g', String(fps), '-keyint_min', String(fps), '-sc_threshold', '0', '-bf', '0'],
    ['-x264-params', 'sliced-threads=0:rc-lookahead=0:sync-lookahead=0', '-threads', '1'],
    ['-crf', '26', '-maxrate', `${kilobitPerSecond}k`, '-bufsize', `${kilobitPerSecond}k`],
    ['-an', '-f', 'flv', '-flvflags', 'no_duration_filesize', '-flush_packets', '1'],
  ].flat()
}

/** Scales the scene to what the encoding wants; nothing to do for the main stream. */
export function scaleFilter(encoding: Encoding): string {
  return encoding.width === sceneWidth && encoding.height === sceneHeight
    ? 'null'
    : `scale=${encoding.width}:${encoding.height}:flags=area`
}
