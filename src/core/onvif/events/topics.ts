import type { CameraEventKind } from '../../../shared/domain/camera-event.ts'
import { onvifTopics, type Notification } from './notification.ts'

/** What a message of a device says, in the words of this station. */
export interface DeviceEvent {
  readonly kind: CameraEventKind | 'relay'
  /** Token of the input, output or rule; empty where none is named. */
  readonly source: string
  /** Token of the picture source or of its configuration; null for what concerns the device. */
  readonly video: string | null
  readonly edge: 'active' | 'restored'
  /** True for what only happens and has no end, e.g. a crossed line. */
  readonly isPulse: boolean
  readonly isState: boolean
  readonly atMs: number | null
  readonly code: string
  readonly raw: string
}

interface Rule {
  readonly kind: DeviceEvent['kind']
  readonly topic: RegExp
  /** Items of Data that say whether it is so, in order of preference. */
  readonly values: readonly string[]
  /** Without such an item it happened, and that is all. */
  readonly isPulse?: boolean
}

/** Topics of ONVIF (Analytics §A, Device IO §8, Imaging) and of devices that made their own under its name. */
const rules: readonly Rule[] = [
  { kind: 'motion', topic: /^VideoSource\/MotionAlarm$/, values: ['State'] },
  {
    kind: 'motion',
    topic: /^RuleEngine\/(?:CellMotionDetector|MotionRegionDetector|MotionDetector)\/Motion$/,
    values: ['IsMotion', 'State'],
  },
  { kind: 'motion', topic: /^RuleEngine\/MyRuleDetector\/\w+$/, values: ['State', 'IsMotion'] },
  {
    kind: 'motion',
    topic: /^RuleEngine\/(?:PeopleDetector|VehicleDetector|FaceDetector)\/\w+$/,
    values: ['State', 'IsPeople', 'IsVehicle'],
  },
  { kind: 'motion', topic: /^VideoAnalytics\/Motion\w*$/, values: ['motion', 'State', 'IsMotion'] },
  {
    kind: 'intrusion',
    topic: /^RuleEngine\/(?:FieldDetector|IntrusionDetector)\/\w+$/,
    values: ['IsInside', 'State'],
    isPulse: true,
  },
  {
    kind: 'intrusion',
    topic: /^RuleEngine\/LineDetector\/Crossed$/,
    values: ['IsCrossed', 'State'],
    isPulse: true,
  },
  {
    kind: 'intrusion',
    topic: /^RuleEngine\/LoiteringDetector\/\w+$/,
    values: ['IsLoitering', 'State'],
    isPulse: true,
  },
  {
    kind: 'intrusion',
    topic: /^RuleEngine\/TPSmartEventDetector\/TPSmartEvent$/,
    values: ['IsTPSmartEvent'],
  },
  { kind: 'tamper', topic: /^RuleEngine\/TamperDetector\/Tamper$/, values: ['IsTamper', 'State'] },
  { kind: 'tamper', topic: /^VideoSource\/GlobalSceneChange(?:\/\w+)?$/, values: ['State'] },
  {
    kind: 'tamper',
    topic: /^VideoSource\/(?:Tamper|Tampering|CameraTampering)$/,
    values: ['State', 'tampering'],
    isPulse: true,
  },
  {
    kind: 'image-quality',
    topic: /^VideoSource\/ImageToo(?:Blurry|Dark|Bright)(?:\/\w+)?$/,
    values: ['State'],
  },
  {
    kind: 'video-loss',
    topic: /^(?:VideoSource\/(?:SignalLoss|VideoLoss)|MediaControl\/VideoLoss)$/,
    values: ['State', 'IsLost'],
  },
  {
    kind: 'digital-input',
    topic: /^Device\/(?:Trigger|IO)\/Digital_?Input$/,
    values: ['LogicalState', 'State'],
  },
  { kind: 'relay', topic: /^Device\/Trigger\/Relay$/, values: ['LogicalState', 'State'] },
  { kind: 'storage-fault', topic: /^Device\/HardwareFailure\/StorageFailure$/, values: ['Failed', 'State'] },
]

/** Topics of makers' own name spaces (here by the path alone: each maker's URI changed with the years). */
const makersRules: readonly Rule[] = [
  {
    kind: 'motion',
    topic: /^CameraApplicationPlatform\/(?:VMD|ObjectAnalytics|MotionGuard)\/\w+$/,
    values: ['active'],
  },
  { kind: 'intrusion', topic: /^CameraApplicationPlatform\/FenceGuard\/\w+$/, values: ['active'] },
  { kind: 'digital-input', topic: /^(?:Device\/)?IO\/Port$/, values: ['state'] },
  { kind: 'storage-fault', topic: /^Storage\/Disruption$/, values: ['disruption'] },
]

const videoNames = ['VideoSourceConfigurationToken', 'VideoSourceToken', 'VideoSource', 'Source']
const sourceNames = ['InputToken', 'RelayToken', 'Rule', 'port', 'Token', 'disk_id']

/** What a message says; null for what this station has no use for. */
export function eventOf(message: Notification): DeviceEvent | null {
  const rule = ruleOf(message)
  if (rule === undefined) return null
  const isSo = message.operation === 'Deleted' ? false : stateIn(message.data, rule.values)
  if (isSo === null && rule.isPulse !== true) return null
  const source = firstOf(message.source, sourceNames)
  return {
    kind: rule.kind,
    source: (source ?? '').slice(0, 64),
    // An input is not a picture's, whatever the device calls the port.
    video: isOfDevice(rule.kind) ? null : firstOf(message.source, videoNames),
    edge: isSo === false ? 'restored' : 'active',
    isPulse: isSo === null,
    isState: message.operation === 'Initialized',
    atMs: message.atMs,
    code: message.topic,
    raw: message.raw,
  }
}

const isOfDevice = (kind: DeviceEvent['kind']): boolean =>
  kind === 'digital-input' || kind === 'relay' || kind === 'storage-fault'

function ruleOf({ topic, namespace }: Notification): Rule | undefined {
  const own = rules.find(rule => rule.topic.test(topic))
  // A prefix that is not declared anywhere is taken for ONVIF's own: some firmware forgets it.
  if (own !== undefined && (namespace === null || namespace === onvifTopics)) return own
  return makersRules.find(rule => rule.topic.test(topic)) ?? own
}

function firstOf(items: ReadonlyMap<string, string>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = items.get(name)
    if (value !== undefined) return value
  }
  return null
}

const yes = new Set(['true', '1', 'active', 'on'])
const no = new Set(['false', '0', 'inactive', 'off'])

/** Null when no item says yes or no. A single item of another name counts too: makers call it as they like. */
function stateIn(data: ReadonlyMap<string, string>, names: readonly string[]): boolean | null {
  const only = data.size === 1 ? [...data.values()][0] : undefined
  const value = (firstOf(data, names) ?? only)?.trim().toLowerCase()
  if (value === undefined) return null
  return yes.has(value) ? true : no.has(value) ? false : null
}
