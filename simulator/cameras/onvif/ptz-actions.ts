import type { PtzState } from '../ptz-state.ts'
import type { Action, ActionContext } from './action.ts'
import { findProfile } from './profiles.ts'
import { child, escapeXml, SoapFault, text, type XmlNode } from './soap.ts'

/** Longest movement that one command may ask for, and the time-out of a command that names none. */
const longestMoveMs = 10_000

/** The PTZ service of a camera that can be turned. */
export const ptzActions: Readonly<Record<string, Action>> = {
  GetNodes: () =>
    '<tptz:GetNodesResponse><tptz:PTZNode token="ptz_node" FixedHomePosition="false"><tt:Name>ptz</tt:Name><tt:SupportedPTZSpaces/>' +
    '<tt:MaximumNumberOfPresets>32</tt:MaximumNumberOfPresets><tt:HomeSupported>true</tt:HomeSupported></tptz:PTZNode></tptz:GetNodesResponse>',
  ContinuousMove: context => {
    const velocity = child(context.parameters, 'Velocity')
    const panTilt = child(velocity, 'PanTilt')
    const speeds = {
      pan: speed(panTilt, 'x'),
      tilt: speed(panTilt, 'y'),
      zoom: speed(child(velocity, 'Zoom'), 'x'),
    }
    const seconds = /^PT(\d+(?:\.\d+)?)S$/.exec(text(context.parameters, 'Timeout') ?? '')?.[1]
    const timeoutMs = Math.min(longestMoveMs, seconds === undefined ? longestMoveMs : Number(seconds) * 1_000)
    stateOf(context).move(speeds, timeoutMs, performance.now())
    return '<tptz:ContinuousMoveResponse/>'
  },
  Stop: context => {
    stateOf(context).move({ pan: 0, tilt: 0, zoom: 0 }, 0, performance.now())
    return '<tptz:StopResponse/>'
  },
  GetStatus: context => {
    const state = stateOf(context)
    const { pan, tilt, zoom } = state.positionAt(performance.now())
    const moving = state.isMovingAt(performance.now()) ? 'MOVING' : 'IDLE'
    return (
      `<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position><tt:PanTilt x="${pan}" y="${tilt}"/><tt:Zoom x="${zoom}"/></tt:Position>` +
      `<tt:MoveStatus><tt:PanTilt>${moving}</tt:PanTilt><tt:Zoom>${moving}</tt:Zoom></tt:MoveStatus>` +
      `<tt:UtcTime>${new Date(context.camera.wallClockMs()).toISOString()}</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>`
    )
  },
  GetPresets: context => {
    const presets = [...stateOf(context).presets].map(
      ([token, { name }]) =>
        `<tptz:Preset token="${token}"><tt:Name>${escapeXml(name)}</tt:Name></tptz:Preset>`,
    )
    return `<tptz:GetPresetsResponse>${presets.join('')}</tptz:GetPresetsResponse>`
  },
  SetPreset: context => {
    const [name, token] = [text(context.parameters, 'PresetName'), text(context.parameters, 'PresetToken')]
    const stored = stateOf(context).store(name ?? 'preset', token, performance.now())
    return `<tptz:SetPresetResponse><tptz:PresetToken>${stored}</tptz:PresetToken></tptz:SetPresetResponse>`
  },
  RemovePreset: context => {
    if (!stateOf(context).presets.delete(presetToken(context))) throw noPreset()
    return '<tptz:RemovePresetResponse/>'
  },
  GotoPreset: context => {
    const preset = stateOf(context).presets.get(presetToken(context))
    if (!preset) throw noPreset()
    stateOf(context).goTo(preset.position, performance.now())
    return '<tptz:GotoPresetResponse/>'
  },
  GotoHomePosition: context => {
    stateOf(context).goTo(stateOf(context).home, performance.now())
    return '<tptz:GotoHomePositionResponse/>'
  },
  SetHomePosition: context => {
    stateOf(context).home = stateOf(context).positionAt(performance.now())
    return '<tptz:SetHomePositionResponse/>'
  },
}

function stateOf(context: ActionContext): PtzState {
  const { ptz } = findProfile(context).camera
  if (!ptz) throw new SoapFault('Receiver', 'ActionNotSupported', 'This profile has no PTZ')
  return ptz
}

const presetToken = (context: ActionContext) => text(context.parameters, 'PresetToken') ?? ''
const noPreset = () => new SoapFault('Sender', 'InvalidArgVal', 'The requested preset token does not exist')

function speed(node: XmlNode, name: string): number {
  const value = Number(node[`@_${name}`] ?? 0)
  if (!(Math.abs(value) <= 1)) throw new SoapFault('Sender', 'InvalidArgVal', 'The velocity is out of bounds')
  return value
}
