import type { SimCamera } from '../camera.ts'
import type { Nvr } from '../nvr/nvr.ts'
import type { XmlNode } from './soap.ts'

/** What an answer may need to know. */
export interface ActionContext {
  camera: SimCamera
  /** Set when the device is a recorder. */
  nvr?: Nvr
  /** `http://host:port/<camera id>`. */
  httpBase: string
  /** `rtsp://host:port/<camera id>`. */
  rtspBase: string
  parameters: XmlNode
  /** Of the address that was asked. */
  query: URLSearchParams
  /** Aborts when whoever asked has gone. */
  gone: AbortSignal
}

export type Action = (context: ActionContext) => string | Promise<string>
