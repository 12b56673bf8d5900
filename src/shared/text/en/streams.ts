/** Why a stream is not live, and what is to be done: tiles, the list of cameras, the journal's reader. */
export const streams = {
  'camera.code.none': '—',
  'camera.code.connection-refused':
    'The device is there but refuses the connection (service off, or wrong port)',
  'camera.code.unreachable': 'No way to the device in the network',
  'camera.code.name-unknown': 'The name of the device is not known in the network',
  'camera.code.no-answer': 'The device does not answer',
  'camera.code.hung-up': 'The device hung up',
  'camera.code.no-frame': 'Connected, but no picture',
  'camera.code.no-key-frame': 'Data arrive, but no key frame: nothing can be shown yet',
  'camera.code.silent': 'The connection stands, but the picture does not move on',
  'camera.code.credentials': 'Wrong password; not tried again',
  'camera.code.credentials-elsewhere':
    'The device has refused this very password already; not tried, so that the account is not locked',
  'camera.code.forbidden': 'The account may not see this picture',
  'camera.code.not-found': 'The device has no such stream (wrong address)',
  'camera.code.transport': 'The device does not offer the chosen transport',
  'camera.code.too-many-connections': 'The device has no connection left',
  'camera.code.login-in-use':
    'The device refuses a login with which another stream runs: it is probably out of connections',
  'camera.code.device-error': 'The device has an error',
  'camera.code.codec': 'This PC cannot decode it',
  'camera.code.transcoders-busy':
    'This PC transcodes as much as it can; shown by itself when another such picture is closed',
  'camera.code.no-video': 'There is no video in the stream',
  'camera.code.damaged': 'The data that came are damaged',
  'camera.code.program': 'The program that fetches streams cannot run',
  'camera.warning.smart-codec':
    'Key frames are too far apart ({seconds} s): turn off the “smart” codec (H.264+/H.265+) in the camera and set a key frame every 2 s',
  'camera.warning.packet-loss': 'The network loses packets: {count} in the last minute; TCP may help',
  'camera.listen': 'Listen to the place',
  'camera.listen.stop': 'Stop listening',
  'camera.listening': 'Listening',
  'camera.listen.opening': 'Fetching sound',
  'camera.warning.smart-codec.short': 'Key frames missing',
  'camera.sub-instead.short': 'Sub-stream',
  'camera.sub-instead': 'This PC cannot decode the main stream; the sub-stream is shown',
  'camera.transcoded': 'This PC cannot decode it; converted by the station',
} as const
