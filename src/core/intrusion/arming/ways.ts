/** How a panel says that it was armed or disarmed. */
export type ArmingWay = 'keypad' | 'panel-schedule' | 'remote' | 'quick' | 'key' | 'forced'

/** What a panel says did not work. */
export type ArmingFailure = 'arm-failed' | 'disarm-failed' | 'auto-arm-failed'

/** By the last three digits of Contact ID (DC-05), or the SIA code (DC-03). What is not listed was done at the keypad. */
const ways: Readonly<Record<string, ArmingWay>> = {
  '403': 'panel-schedule',
  CA: 'panel-schedule',
  CP: 'panel-schedule',
  OA: 'panel-schedule',
  '407': 'remote',
  CQ: 'remote',
  OQ: 'remote',
  '408': 'quick',
  '409': 'key',
  '442': 'key',
  CS: 'key',
  OS: 'key',
  CF: 'forced',
  CW: 'forced',
}

const failures: Readonly<Record<string, ArmingFailure>> = {
  '453': 'disarm-failed',
  OI: 'disarm-failed',
  '454': 'arm-failed',
  CI: 'arm-failed',
  '455': 'auto-arm-failed',
  CD: 'auto-arm-failed',
}

/** @param code as in `Signal`: `3401`, `CL` */
export function armingWayOf(code: string): ArmingWay {
  return ways[keyOf(code)] ?? 'keypad'
}

/** Null for a code that tells no failure of arming; also for one that tells the end of it (`3454`). */
export function armingFailureOf(code: string): ArmingFailure | null {
  return code.startsWith('3') ? null : (failures[keyOf(code)] ?? null)
}

/** Contact ID codes come with their qualifier before the three digits. */
const keyOf = (code: string): string => (/^[136]\d{3}$/.test(code) ? code.slice(1) : code)
