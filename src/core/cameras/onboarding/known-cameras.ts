import type { Camera } from '../../../shared/site.ts'

interface Known {
  readonly id: string
  readonly name: string
}

/** The same stream by other words: case of the host and the usual port make no difference. */
function streamKey(url: string): string {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  const usualPort = protocol === 'rtsps:' ? '322' : '554'
  return `${hostname.toLowerCase()}:${port === '' ? usualPort : port}${pathname}${search}`
}

function serviceKey(url: string): string {
  const { protocol, hostname, port, pathname } = new URL(url)
  const usualPort = protocol === 'https:' ? '443' : '80'
  return `${hostname.toLowerCase()}:${port === '' ? usualPort : port}${pathname}`
}

const named = ({ id, name }: Camera): Known => ({ id, name })

/** Cameras in service that have one of these streams already. @throws TypeError for what is no address */
export function camerasWithStream(cameras: readonly Camera[], urls: readonly string[]): Known[] {
  const keys = new Set(urls.map(streamKey))
  return cameras
    .filter(({ retired }) => !retired)
    .filter(({ streams }) =>
      [streams.main, streams.sub].some(stream => stream !== undefined && keys.has(streamKey(stream.url))),
    )
    .map(named)
}

/** Cameras in service that belong to the device with this service address. */
export function camerasOfDevice(cameras: readonly Camera[], address: string): Known[] {
  const key = serviceKey(address)
  return cameras
    .filter(({ retired, onvif }) => !retired && onvif !== undefined && serviceKey(onvif.url) === key)
    .map(named)
}
