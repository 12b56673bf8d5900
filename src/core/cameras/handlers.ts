import type { Handlers } from '../link/answer.ts'
import type { Cameras } from './service.ts'

/** The calls of this feature. */
export function cameraHandlers(cameras: Cameras): Pick<Handlers, 'cameras.list'> {
  return { 'cameras.list': () => cameras.reports() }
}
