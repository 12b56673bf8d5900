import { simulatedDevice, type SimulatedDevice } from '../device.ts'
import type { ArmedBy, PanelState, PartitionNow, ZoneNow } from './state.ts'

/** The user who arms and disarms at the keypad. */
const keypadUser: ArmedBy = { userNumber: 1 }
/** Whoever is forced to disarm uses this one (胁迫码). */
const duressUser: ArmedBy = { userNumber: 99 }

/** What can be done to the panel, to the partitions that have an id, to its detectors and its buttons. */
export function panelDevices(
  id: string,
  state: PanelState,
  arm: (partition: PartitionNow, by: ArmedBy) => boolean,
  setMuted: (muted: boolean) => void,
): SimulatedDevice[] {
  function keypadArm(partitions: readonly PartitionNow[]): string {
    return partitions
      .map(
        each => `partition ${each.spec.number} ${arm(each, keypadUser) ? each.arming : 'refused, zone open'}`,
      )
      .join(', ')
  }
  function keypadDisarm(partitions: readonly PartitionNow[], by: ArmedBy = keypadUser): string {
    for (const each of partitions) state.disarm(each, by)
    return partitions.map(each => `partition ${each.spec.number} ${each.arming}`).join(', ')
  }
  const whole = simulatedDevice(id, {
    mute: () => {
      setMuted(true)
      return 'panel silent: no supervision, no events, ISAPI refuses connections'
    },
    restore: () => {
      setMuted(false)
      state.setMains(false)
      state.setBattery(false)
      return 'panel speaks again; mains and battery good'
    },
    'keypad-arm': () => keypadArm(state.partitions),
    'keypad-disarm': () => keypadDisarm(state.partitions),
    'power-fail': () => {
      state.setMains(true)
      return 'mains lost'
    },
    'low-battery': () => {
      state.setBattery(true)
      return 'battery low'
    },
  })
  const partitions = state.partitions.flatMap(each => {
    if (each.spec.id === undefined) return []
    const words = {
      'keypad-arm': () => keypadArm([each]),
      'keypad-disarm': () => keypadDisarm([each]),
      'duress-disarm': () => keypadDisarm([each], duressUser),
      'auto-arm': () => state.autoArm(each),
    }
    return [simulatedDevice(each.spec.id, words)]
  })
  return [whole, ...partitions, ...state.zones.map(zone => zoneDevice(zone, state))]
}

function zoneDevice(zone: ZoneNow, state: PanelState): SimulatedDevice {
  if (zone.panic) {
    return simulatedDevice(zone.spec.id, { press: () => state.press(zone), reset: () => state.reset(zone) })
  }
  return simulatedDevice(zone.spec.id, { trip: () => state.trip(zone), restore: () => state.restore(zone) })
}
