/** The part of node-onvif 0.1.7 that the tests use; the package brings no types. */
declare module 'node-onvif' {
  export class OnvifDevice {
    constructor(options: { xaddr: string; user?: string; pass?: string })
    init(): Promise<
      Record<'Manufacturer' | 'Model' | 'FirmwareVersion' | 'SerialNumber' | 'HardwareId', string>
    >
    getProfileList(): { token: string; stream: { rtsp: string }; snapshot: string }[]
    fetchSnapshot(): Promise<{ headers: Record<string, string>; body: Buffer }>
  }
}
