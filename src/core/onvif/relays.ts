import type { CallOptions, OnvifDevice } from './device.ts'
import { OnvifError } from './errors.ts'
import type { ServiceName } from './model.ts'
import { attribute, children, escapeXml, text } from './xml.ts'

/** An output as the device tells it. No action of ONVIF asks for its state: that comes as event `Device/Trigger/Relay`. */
export interface DeviceRelay {
  readonly token: string
  readonly mode: 'bistable' | 'monostable' | 'unknown'
  /** The service that told it and takes its commands. */
  readonly service: Extract<ServiceName, 'device' | 'deviceIo'>
}

/** Outputs by the DeviceIO service where the device has it and it works, else by the device service. @throws OnvifError */
export async function relayOutputs(device: OnvifDevice, options: CallOptions): Promise<DeviceRelay[]> {
  const services = await device.services(options)
  if (services.has('deviceIo')) {
    try {
      const outputs = await outputsBy(device, 'deviceIo', options)
      if (outputs.length > 0) return outputs
    } catch (error) {
      if (!(error instanceof OnvifError) || error.kind === 'unauthorised' || error.kind === 'unreachable')
        throw error
    }
  }
  return await outputsBy(device, 'device', options)
}

/** @throws OnvifError */
export async function setRelayOutput(
  device: OnvifDevice,
  { token, service }: Pick<DeviceRelay, 'token' | 'service'>,
  isOn: boolean,
  options: CallOptions,
): Promise<void> {
  const state = `<t:LogicalState>${isOn ? 'active' : 'inactive'}</t:LogicalState>`
  const body = `<t:SetRelayOutputState><t:RelayOutputToken>${escapeXml(token)}</t:RelayOutputToken>${state}</t:SetRelayOutputState>`
  // DeviceIO has no such action of its own: it is the device service's in its name space (ONVIF DeviceIO §5.3).
  await device.call(service, body, options)
}

async function outputsBy(
  device: OnvifDevice,
  service: DeviceRelay['service'],
  options: CallOptions,
): Promise<DeviceRelay[]> {
  const answer = await device.call(service, '<t:GetRelayOutputs/>', options)
  return children(answer, 'RelayOutputs').flatMap(output => {
    const token = attribute(output, 'token')
    if (token === null) return []
    const mode = text(output, 'Properties', 'Mode')?.toLowerCase()
    return [{ token, mode: mode === 'bistable' || mode === 'monostable' ? mode : 'unknown', service }]
  })
}
