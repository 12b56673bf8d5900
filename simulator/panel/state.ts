import type { PanelPartitionSpec, PanelZoneSpec } from './options.ts'

export interface ZoneNow {
  readonly spec: PanelZoneSpec
  readonly panic: boolean
  open: boolean
  /** Reported and not yet restored; for a panic button: latched. */
  alarm: boolean
  /** Taken out of service until its partition is disarmed; never a panic button. */
  bypassed: boolean
}

export interface PartitionNow {
  readonly spec: PanelPartitionSpec
  arming: 'disarm' | 'arming' | 'away'
}

/** `remote` is the network (Contact ID 407), `schedule` the panel's own (403), else a user at the keypad (401). */
export type ArmedBy = 'remote' | 'schedule' | { readonly userNumber: number }

/** What the panel sends: qualifier and code, partition, zone or user. */
export type Report = (code: string, partitionNumber: number, number: number) => void

export type ArmOutcome =
  { readonly ok: true } | { readonly ok: false; readonly openZones: readonly ZoneNow[] }

/** The inside of an alarm panel: what its zones and partitions do, and which events follow. Knows no network. */
export class PanelState {
  readonly zones: readonly ZoneNow[]
  readonly partitions: readonly PartitionNow[]
  mainsLost = false
  batteryLow = false
  readonly #report: Report

  constructor(
    partitions: readonly PanelPartitionSpec[],
    zones: readonly PanelZoneSpec[],
    panicButtons: readonly PanelZoneSpec[],
    report: Report,
  ) {
    this.zones = [
      ...zones.map(spec => zoneAtRest(spec, false)),
      ...panicButtons.map(spec => zoneAtRest(spec, true)),
    ]
    this.partitions = partitions.map(spec => ({ spec, arming: 'disarm' }))
    this.#report = report
  }

  partition(number: number): PartitionNow | undefined {
    return this.partitions.find(each => each.spec.number === number)
  }

  isArmed(zone: ZoneNow): boolean {
    return zone.panic || this.partition(zone.spec.partition)?.arming === 'away'
  }

  /** The detector sees something: always open, an alarm only while armed. */
  trip(zone: ZoneNow): string {
    if (zone.open) return `${zone.spec.id} is open already`
    zone.open = true
    if (zone.bypassed) return `${zone.spec.id} open, bypassed: no alarm`
    if (!this.isArmed(zone)) return `${zone.spec.id} open, its partition is disarmed: no alarm`
    zone.alarm = true
    this.#report('1130', zone.spec.partition, zone.spec.number)
    return `${zone.spec.id} open, alarm reported`
  }

  restore(zone: ZoneNow): string {
    if (!zone.open) return `${zone.spec.id} is closed already`
    zone.open = false
    if (!zone.alarm) return `${zone.spec.id} closed`
    zone.alarm = false
    this.#report('3130', zone.spec.partition, zone.spec.number)
    return `${zone.spec.id} closed, restore reported`
  }

  press(button: ZoneNow): string {
    if (button.alarm) return `${button.spec.id} is latched already`
    button.open = true
    button.alarm = true
    this.#report('1120', button.spec.partition, button.spec.number)
    return `${button.spec.id} pressed, alarm reported; latched until reset`
  }

  reset(button: ZoneNow): string {
    if (!button.alarm) return `${button.spec.id} is not latched`
    button.open = false
    button.alarm = false
    this.#report('3120', button.spec.partition, button.spec.number)
    return `${button.spec.id} reset by key, restore reported`
  }

  /** First half of arming: refused while a zone of the partition is open. */
  beginArming(partition: PartitionNow): ArmOutcome {
    const openZones = this.zones.filter(
      zone => zone.open && !zone.panic && !zone.bypassed && zone.spec.partition === partition.spec.number,
    )
    if (openZones.length > 0) return { ok: false, openZones }
    if (partition.arming === 'disarm') partition.arming = 'arming'
    return { ok: true }
  }

  /** Second half, after the exit delay; a zone opened meanwhile makes the arming fail. */
  finishArming(partition: PartitionNow, by: ArmedBy): void {
    if (partition.arming !== 'arming') return
    if (!this.beginArming(partition).ok) {
      partition.arming = 'disarm'
      this.#report(failureOf(by), partition.spec.number, userOf(by))
      return
    }
    partition.arming = 'away'
    this.#report(`3${codeOf(by)}`, partition.spec.number, userOf(by))
  }

  /** The panel arms by its own schedule, and tells when it cannot. */
  autoArm(partition: PartitionNow): string {
    if (partition.arming === 'away') return `partition ${partition.spec.number} is armed already`
    if (this.beginArming(partition).ok) this.finishArming(partition, 'schedule')
    else this.#report(failureOf('schedule'), partition.spec.number, 0)
    return `partition ${partition.spec.number} ${partition.arming}`
  }

  disarm(partition: PartitionNow, by: ArmedBy): void {
    if (partition.arming === 'disarm') return
    partition.arming = 'disarm'
    for (const zone of this.zones)
      if (zone.spec.partition === partition.spec.number) this.setBypassed(zone, false)
    this.#report(`1${codeOf(by)}`, partition.spec.number, userOf(by))
  }

  /** Returns false for a panic button, and for a zone that is so already. */
  setBypassed(zone: ZoneNow, bypassed: boolean): boolean {
    if (zone.panic || zone.bypassed === bypassed) return false
    zone.bypassed = bypassed
    this.#report(bypassed ? '1570' : '3570', zone.spec.partition, zone.spec.number)
    return true
  }

  /** Clears the alarm memory of zones that are closed again; what is still open, or latched by a key, stays. */
  clearAlarms(partition: PartitionNow): void {
    for (const zone of this.zones) {
      if (zone.spec.partition !== partition.spec.number || zone.panic || zone.open || !zone.alarm) continue
      zone.alarm = false
    }
  }

  setMains(lost: boolean): void {
    if (this.mainsLost === lost) return
    this.mainsLost = lost
    this.#report(lost ? '1301' : '3301', 0, 0)
  }

  setBattery(low: boolean): void {
    if (this.batteryLow === low) return
    this.batteryLow = low
    this.#report(low ? '1302' : '3302', 0, 0)
  }
}

function zoneAtRest(spec: PanelZoneSpec, panic: boolean): ZoneNow {
  return { spec, panic, open: false, alarm: false, bypassed: false }
}

function userOf(by: ArmedBy): number {
  return typeof by === 'string' ? 0 : by.userNumber
}

function codeOf(by: ArmedBy): string {
  return by === 'remote' ? '407' : by === 'schedule' ? '403' : '401'
}

/** Failed to close, or the automatic arming failed. */
function failureOf(by: ArmedBy): string {
  return by === 'schedule' ? '1455' : '1454'
}
