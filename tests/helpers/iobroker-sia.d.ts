/** The class of npm `iobroker.sia` that receives DC-09; the package has no types for it. */
declare module 'iobroker.sia/build/lib/sia.js' {
  import type { EventEmitter } from 'node:events'
  import type { Socket } from 'node:dgram'
  import type { Server } from 'node:net'

  export interface SiaMessage {
    readonly id: string
    readonly data_message: string
  }

  export class sia extends EventEmitter<{ sia: [SiaMessage | undefined, string | undefined] }> {
    constructor(options: { host: string; port: number; timeout: number; sockend: boolean })
    readonly servertcp: Server
    readonly serverudp: Socket
    setAccounts(accounts: { accountnumber: string; aes: boolean; hex?: boolean; password?: string }[]): void
    serverStartTCP(): void
    serverStartUDP(): void
  }
}
