import type { CallOptions, OnvifDevice } from './device.ts'
import { OnvifError } from './errors.ts'
import type { Preset, PtzAbilities, PtzStatus } from './model.ts'
import { attribute, child, children, escapeXml, number, text } from './xml.ts'

/** Velocities from -1 to 1: right, up and into the picture are positive. */
export interface Velocity {
  readonly pan: number
  readonly tilt: number
  readonly zoom: number
}

const profileElement = (token: string) => `<t:ProfileToken>${escapeXml(token)}</t:ProfileToken>`
const presetElement = (token: string) => `<t:PresetToken>${escapeXml(token)}</t:PresetToken>`
const limited = (value: number) => Math.min(1, Math.max(-1, value)).toFixed(3)

/**
 * Moves until `stopMove`, or until `timeoutMs` has gone by, so that a station that dies does not leave it turning.
 * @throws OnvifError
 */
export async function continuousMove(
  device: OnvifDevice,
  profileToken: string,
  velocity: Velocity,
  timeoutMs: number,
  options: CallOptions,
): Promise<void> {
  const panTilt = `<tt:PanTilt x="${limited(velocity.pan)}" y="${limited(velocity.tilt)}"/>`
  const zoom = `<tt:Zoom x="${limited(velocity.zoom)}"/>`
  const body =
    `<t:ContinuousMove>${profileElement(profileToken)}<t:Velocity>${panTilt}${zoom}</t:Velocity>` +
    `<t:Timeout>PT${Math.max(1, Math.ceil(timeoutMs / 1_000))}S</t:Timeout></t:ContinuousMove>`
  await device.call('ptz', body, options)
}

/** Stops pan, tilt and zoom. @throws OnvifError */
export async function stopMove(
  device: OnvifDevice,
  profileToken: string,
  options: CallOptions,
): Promise<void> {
  const body = `<t:Stop>${profileElement(profileToken)}<t:PanTilt>true</t:PanTilt><t:Zoom>true</t:Zoom></t:Stop>`
  await device.call('ptz', body, options)
}

/** @throws OnvifError */
export async function presets(
  device: OnvifDevice,
  profileToken: string,
  options: CallOptions,
): Promise<Preset[]> {
  const answer = await device.call(
    'ptz',
    `<t:GetPresets>${profileElement(profileToken)}</t:GetPresets>`,
    options,
  )
  return children(answer, 'Preset').flatMap(preset => {
    const token = attribute(preset, 'token')
    return token === null ? [] : [{ token, name: text(preset, 'Name') ?? token }]
  })
}

/** Stores where the camera looks now; gives the token. @param token of a preset to overwrite @throws OnvifError */
export async function setPreset(
  device: OnvifDevice,
  profileToken: string,
  preset: { readonly name: string; readonly token?: string },
  options: CallOptions,
): Promise<string> {
  const name = `<t:PresetName>${escapeXml(preset.name)}</t:PresetName>`
  const token = preset.token === undefined ? '' : presetElement(preset.token)
  const body = `<t:SetPreset>${profileElement(profileToken)}${name}${token}</t:SetPreset>`
  const stored = text(await device.call('ptz', body, options), 'PresetToken') ?? preset.token
  if (stored === undefined) throw new OnvifError('fault', 'the device gave no token for the preset')
  return stored
}

/** @throws OnvifError */
export async function removePreset(
  device: OnvifDevice,
  profileToken: string,
  presetToken: string,
  options: CallOptions,
): Promise<void> {
  const body = `<t:RemovePreset>${profileElement(profileToken)}${presetElement(presetToken)}</t:RemovePreset>`
  await device.call('ptz', body, options)
}

/** @throws OnvifError */
export async function gotoPreset(
  device: OnvifDevice,
  profileToken: string,
  presetToken: string,
  options: CallOptions,
): Promise<void> {
  const body = `<t:GotoPreset>${profileElement(profileToken)}${presetElement(presetToken)}</t:GotoPreset>`
  await device.call('ptz', body, options)
}

/** @throws OnvifError; `fault` or `not-supported` when the device has no home position */
export async function gotoHome(
  device: OnvifDevice,
  profileToken: string,
  options: CallOptions,
): Promise<void> {
  const body = `<t:GotoHomePosition>${profileElement(profileToken)}</t:GotoHomePosition>`
  await device.call('ptz', body, options)
}

/** Makes where the camera looks now its home position. @throws OnvifError */
export async function setHome(
  device: OnvifDevice,
  profileToken: string,
  options: CallOptions,
): Promise<void> {
  const body = `<t:SetHomePosition>${profileElement(profileToken)}</t:SetHomePosition>`
  await device.call('ptz', body, options)
}

/** @throws OnvifError */
export async function ptzStatus(
  device: OnvifDevice,
  profileToken: string,
  options: CallOptions,
): Promise<PtzStatus> {
  const answer = await device.call(
    'ptz',
    `<t:GetStatus>${profileElement(profileToken)}</t:GetStatus>`,
    options,
  )
  const status = child(answer, 'PTZStatus')
  const panTilt = child(status, 'Position', 'PanTilt')
  const moving = [text(status, 'MoveStatus', 'PanTilt'), text(status, 'MoveStatus', 'Zoom')]
  const known = moving.filter(state => state === 'MOVING' || state === 'IDLE')
  return {
    pan: number(attribute(panTilt, 'x')),
    tilt: number(attribute(panTilt, 'y')),
    zoom: number(attribute(child(status, 'Position', 'Zoom'), 'x')),
    isMoving: known.length === 0 ? null : known.includes('MOVING'),
  }
}

/** What the first PTZ node can do. @throws OnvifError */
export async function ptzAbilities(device: OnvifDevice, options: CallOptions): Promise<PtzAbilities> {
  const node = child(await device.call('ptz', '<t:GetNodes/>', options), 'PTZNode')
  return {
    hasHome: text(node, 'HomeSupported') === 'true',
    mostPresets: number(text(node, 'MaximumNumberOfPresets')) ?? 0,
  }
}
