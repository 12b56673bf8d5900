import { execFileSync } from 'node:child_process'

/** Real fragmented MP4 made by ffmpeg, as it comes from a camera: moving test picture, H.264 without B frames. */
export function makeFragmentedMp4(
  options: {
    seconds?: number
    codec?: 'h264' | 'hevc'
    framesPerSecond?: number
    keyFrameEvery?: number
  } = {},
): Buffer {
  const { seconds = 4, codec = 'h264', framesPerSecond = 15, keyFrameEvery = 15 } = options
  const source = `testsrc2=size=320x180:rate=${framesPerSecond}:duration=${seconds}`
  const encoder =
    codec === 'h264'
      ? `-c:v libx264 -preset ultrafast -tune zerolatency -g ${keyFrameEvery}`
      : `-c:v libx265 -preset ultrafast -x265-params keyint=${keyFrameEvery}:log-level=none`
  const line =
    `-nostdin -loglevel error -f lavfi -i ${source} -pix_fmt yuv420p ${encoder} ` +
    '-f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof -frag_duration 150000 pipe:1'
  return execFileSync('ffmpeg', line.split(' '), { maxBuffer: 64 * 1024 * 1024 })
}
