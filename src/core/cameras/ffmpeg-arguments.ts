import type { Camera } from '../../shared/site.ts'

export interface Credentials {
  readonly user: string
  readonly password: string
}

/** What ffmpeg is to fetch. */
export interface RtspSource {
  /** Without user and password. */
  readonly url: string
  readonly transport: Camera['transport']
  readonly credentials: Credentials | null
}

/** After this silence on the socket ffmpeg itself gives up, µs. Also the longest life of an orphan. */
const socketTimeoutMicroseconds = 10_000_000
/**
 * Cuts a fragment at the first frame beyond this, µs: three frames at 15 fps, five at 25. Half as long gives
 * core's own thread twice the work when 32 cameras are recorded, and the picture on the screen is hardly younger for it.
 */
const fragmentMicroseconds = 200_000

/**
 * ffmpeg from the script on stdin (`liveInput`) to fragmented MP4 on stdout, video copied untouched.
 *
 * `copyinkf` lets frames through before the first key frame: nobody can show them, but they tell a camera whose "smart"
 * codec leaves out key frames from one that sends nothing.
 *
 * The address is not an argument, because every process of the machine can list arguments and the address holds the
 * password; the concat demuxer reads it from stdin instead. `-nostdin` keeps ffmpeg from taking stdin for a keyboard.
 */
export function liveArguments(): string[] {
  return [
    '-nostdin -hide_banner -nostats -loglevel warning',
    '-f concat -safe 0 -protocol_whitelist pipe,rtsp,rtp,udp,tcp,tls',
    '-fpsprobesize 0 -i pipe:0',
    '-map 0:v:0 -c copy -copyinkf -an',
    '-f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof+skip_trailer',
    `-frag_duration ${fragmentMicroseconds} -flush_packets 1 pipe:1`,
  ].flatMap(words => words.split(' '))
}

/**
 * The same for sound: AAC-LC of one channel, whatever the camera sends (G.711, AAC in any packing), since that is what
 * every screen plays. Costs about a hundredth of a core.
 */
export function soundArguments(): string[] {
  return [
    '-nostdin -hide_banner -nostats -loglevel warning',
    '-f concat -safe 0 -protocol_whitelist pipe,rtsp,rtp,udp,tcp,tls -i pipe:0',
    '-map 0:a:0 -vn -c:a aac -ac 1 -ar 16000 -b:a 48k',
    '-f mp4 -movflags +empty_moov+default_base_moof+skip_trailer',
    '-frag_duration 200000 -flush_packets 1 pipe:1',
  ].flatMap(words => words.split(' '))
}

/**
 * The script for stdin: one RTSP source with its options. `fpsprobesize 0` spares the seconds that ffmpeg otherwise
 * spends on guessing the frame rate before it lets the first frame through. No `nobuffer`: it throws away what ffmpeg
 * looked at first, which is the camera's first key frame, and the picture waits for the next.
 */
export function liveInput(source: RtspSource, media: 'video' | 'audio' = 'video'): string {
  return [
    'ffconcat version 1.0',
    `file '${addressOf(source)}'`,
    `option rtsp_transport ${source.transport === 'multicast' ? 'udp_multicast' : source.transport}`,
    `option timeout ${socketTimeoutMicroseconds}`,
    `option allowed_media_types ${media}`,
    'option fpsprobesize 0',
    '',
  ].join('\n')
}

function addressOf(source: RtspSource): string {
  const url = new URL(source.url)
  const user = source.credentials === null ? '' : `${userInfo(source.credentials)}@`
  // A quote would end the quoted name in the script.
  const rest = `${url.host}${url.pathname}${url.search}`.replaceAll("'", '%27')
  return `${url.protocol}//${user}${rest}`
}

function userInfo({ user, password }: Credentials): string {
  return `${percentEncoded(user)}:${percentEncoded(password)}`
}

/** ffmpeg decodes user and password again; everything but letters and digits is encoded, quotes among it. */
function percentEncoded(text: string): string {
  const hex = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  return text.replaceAll(/[^A-Za-z0-9]/gu, character => [...Buffer.from(character, 'utf8')].map(hex).join(''))
}
