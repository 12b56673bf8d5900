import type { ZhishouBridge } from '../preload/bridge.ts'

declare global {
  interface Window {
    readonly zhishou: ZhishouBridge
  }
}
